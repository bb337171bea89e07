import { type CodeRow, failures } from '@wasl/record';

function row(status: number, meaning: string, next: string): CodeRow {
  return { meaning, status, retryable: false, next };
}

/** Codes of the command line itself. */
export const codes = {
  'command-usage': row(400, 'The command was given wrongly.', 'Look at the example of "wasl help <command>".'),
  'file-unreadable': row(500, 'A file cannot be read.', 'Check the path and its permissions.'),
  'file-exists': row(
    500,
    'The file or folder to write is there already and is not overwritten.',
    'Name another, or move the old one away.',
  ),
  'file-not-json': row(
    422,
    'The file is not the JSON that the command wants.',
    'Compare it with the example in docs/guides/command-line.md.',
  ),
  'input-needed': row(
    500,
    'Something must be typed, and there is no terminal.',
    'Give it by the option or the file that the message names.',
  ),
  'node-is-running': row(409, 'The command needs the folder of the node for itself.', 'Stop the node first; it goes on where it was.'),
  'node-address-missing': row(500, 'No address of a running node is known.', 'Give --url, or set WASL_URL, or give --home.'),
  'session-not-given': row(401, 'No session of an officer was given.', 'Give --token, --login, or --user in the demonstration.'),
  'evidence-unanchored': row(
    403,
    'The bundle agrees with itself, but nothing that you had from elsewhere vouches for its roots.',
    'Ask the party for its sixty digits over a known telephone number, then give them with --root.',
  ),
  'anchor-differs': row(
    403,
    'The root in the bundle is not the one whose digits were given.',
    'Compare the digits with the party again; if they differ still, the bundle is not of that party.',
  ),
  'agreement-lint': row(422, 'The arrangement has errors that must be mended before it is signed.', 'Mend what the findings name.'),
  'agreement-refuted': row(422, 'A property of the arrangement is not proved.', 'Read the counterexample and change the draft.'),
  'store-unsound': row(500, 'The store does not hold together.', 'Stop the node, keep the folder as it is, and restore a backup.'),
  'machine-unfit': row(500, 'Something on this machine would keep a node from running well.', 'Mend the lines marked "bad".'),
  'root-incomplete': row(422, 'The root of the party and the given homes do not fit.', 'Give --home once for each agency of the root.'),
  'join-file-unknown': row(422, 'The file is neither bundle, log line nor signatures.', 'Ask the partner which step the file is from.'),
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the command line. */
export const fail = failures(codes);
