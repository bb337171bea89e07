import { type CodeRow, failures } from '@wasl/record';

const row = (status: number, meaning: string, next: string, retryable = false): CodeRow => ({ meaning, status, retryable, next });

/** Codes of the HTTP API itself; refusals of use cases keep the codes of their packages. */
export const codes = {
  'request-invalid': row(
    400,
    'The request does not have the form that the API describes.',
    'Correct what `errors` lists; see /openapi.json.',
  ),
  'body-missing': row(400, 'The request has no body where one is needed.', 'Send the body that /openapi.json describes.'),
  'body-too-large': row(413, 'The body is larger than this route takes.', 'Send less; content over 1 MiB goes into an attachment.'),
  'body-type-refused': row(415, 'The media type of the body is not one that this route takes.', 'Send application/json.'),
  'request-malformed': row(400, 'The bytes are not an HTTP request that can be read.', 'Check the client.'),
  'head-too-large': row(431, 'The head of the request is larger than 16 KiB.', 'Send fewer and shorter headers.'),
  'request-timeout': row(408, 'The request did not arrive in time.', 'Send it again, faster.', true),
  'route-unknown': row(404, 'There is nothing at this address.', 'See /openapi.json.'),
  'route-not-here': row(
    404,
    'This node does not serve the route: it belongs to the demonstration, or is outside it.',
    'See /openapi.json.',
  ),
  'method-refused': row(405, 'The address does not take this method.', 'Use one of the methods in the Allow header.'),
  'host-refused': row(421, 'The request names a host that this node is not.', 'Use the address that the node printed at its start.'),
  'origin-refused': row(403, 'The request comes from a page of another site, or does not say from which.', 'Use the console of this node.'),
  'session-missing': row(401, 'The request carries no session.', 'Log in first.'),
  'desk-refused': row(403, 'The officer does not belong to the desk that the request names.', 'Name one of your own desks in x-wasl-desk.'),
  'too-many-streams': row(429, 'The session has too many event streams open.', 'Close one of them.', true),
  'passkey-refused': row(401, 'The passkey’s answer could not be verified.', 'Ask for new options and try again.'),
  'console-missing': row(404, 'The console has not been built.', 'Build it with "npm start", or use the API.'),
  internal: row(500, 'Something went wrong inside the node.', 'Try again; give the number in `instance` to those who keep the node.', true),
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the API. */
export const fail = failures(codes);
