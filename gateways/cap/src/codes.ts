import type { CodeRow } from '@wasl/record';

const bad = (meaning: string, next: string): CodeRow => ({ meaning, status: 422, retryable: false, next });

/** Codes of gateways/cap. Refusals of a document come as a list: one for each bad field, with its path. */
export const codes = {
  'cap-namespace': bad('The root element is not `alert` of CAP 1.2.', 'Send urn:oasis:names:tc:emergency:cap:1.2.'),
  'cap-unexpected-element': bad('An element is not part of CAP 1.2 at this place.', 'Remove it, or carry it as a parameter.'),
  'cap-element-order': bad('Elements are not in the order of the schema.', 'Write them in the order of CAP 1.2.'),
  'cap-missing-element': bad('A required element is missing or blank.', 'Add it.'),
  'cap-too-many-elements': bad('An element stands more often than the schema or the bounds allow.', 'Keep as many as are allowed.'),
  'cap-unexpected-attribute': bad('CAP 1.2 elements have no attributes.', 'Remove it.'),
  'cap-unexpected-text': bad('Text stands where only elements may stand, or elements where only text may.', 'Correct the structure.'),
  'cap-value': bad('A value is not one of those that CAP 1.2 allows here.', 'Use a listed value, in its exact case.'),
  'cap-time': bad('A time is not YYYY-MM-DDThh:mm:ss±hh:mm.', 'Write it with an offset, without Z and fractions.'),
  'cap-identifier': bad('An identifier or sender has a space, comma, < or &.', 'Use the identifier without them.'),
  'cap-text-too-long': bad('A text is longer than its bound.', 'Shorten it, or link to the whole text.'),
  'cap-restriction': bad(
    '`restriction` stands without scope Restricted, or is missing with it.',
    'State the rule exactly when the scope is Restricted.',
  ),
  'cap-addresses': bad('Scope Private without `addresses`.', 'Name the intended recipients.'),
  'cap-references': bad(
    '`references` is not a list of sender,identifier,sent, or an Update, Cancel, Ack or Error has none.',
    'Separate triplets by blanks.',
  ),
  'cap-number': bad('A number is malformed or out of range.', 'Write a plain decimal within the range.'),
  'cap-polygon': bad('A polygon is not a closed ring of at least four lat,lon pairs.', 'Repeat the first pair at the end.'),
  'cap-polygon-touches': bad('A polygon passes the same point twice.', 'Split it into rings that do not touch themselves.'),
  'cap-circle': bad('A circle is not `lat,lon radius` in kilometres.', 'Write one pair and one radius.'),
  'cap-unit-too-large': bad('A part of the alert is larger than one release unit may be.', 'Shorten it, or send it as two alerts.'),
  'cap-unknown-alert': {
    meaning: 'No alert with this id is released to the caller.',
    status: 404,
    retryable: false,
    next: 'Take the id from the Location header or the feed.',
  },
  'cap-withdrawn': {
    meaning: 'The alert was withdrawn by its author.',
    status: 410,
    retryable: false,
    next: 'Delete every copy and tell those who acted on it.',
  },
  'cap-above-ceiling': {
    meaning: 'The alert is marked above what this connection may carry.',
    status: 403,
    retryable: false,
    next: 'Read it in the console.',
  },
  'cap-query': {
    meaning: 'A query parameter or body member is not understood.',
    status: 400,
    retryable: false,
    next: 'Use the values that the message lists.',
  },
} as const satisfies Record<string, CodeRow>;
