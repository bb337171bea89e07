import { type CodeRow, failures } from './errors.ts';

const bad = (meaning: string, next: string): CodeRow => ({ meaning, status: 400, retryable: false, next });
const broken = (meaning: string, next: string): CodeRow => ({ meaning, status: 422, retryable: false, next });
const denied = (meaning: string, next: string): CodeRow => ({ meaning, status: 403, retryable: false, next });

/** Codes of packages/record: bytes (BY), records (RC), labels. */
export const codes = {
  'json-syntax': bad('The text is not JSON.', 'Correct the text at the named offset.'),
  'json-utf8': bad('The bytes are not valid UTF-8, or start with a byte order mark.', 'Send UTF-8 without a byte order mark.'),
  'json-too-long': bad('The text is longer than its bound.', 'Send less, or put the content in an attachment.'),
  'json-too-deep': bad('Arrays and objects are nested deeper than the bound.', 'Flatten the document.'),
  'json-too-many-members': bad('The text has more array elements and object members than the bound.', 'Split the document.'),
  'json-string-too-long': bad('A string is longer than its bound.', 'Shorten it, or put the content in an attachment.'),
  'json-duplicate-key': bad('An object has the same key twice.', 'Keep one of the two members.'),
  'json-key': bad('A key does not match [A-Za-z][A-Za-z0-9_.]*.', 'Rename the key.'),
  'json-number': bad(
    'A number is not an integer with an absolute value of at most 2^53-1, or is -0.',
    'Scale decimals to integers with the unit in the name.',
  ),
  'json-surrogate': bad('A string holds half of a surrogate pair.', 'Repair the text at its source.'),
  'json-not-canonical': bad('The text is JSON but not the canonical form of its value.', 'Serialise it by RFC 8785 as narrowed by BY1.'),
  'json-value': bad('A value has no JSON form.', 'Pass null, booleans, integers, strings, arrays and plain objects only.'),
  'base64url-invalid': bad(
    'The text is not the canonical base64url form of any bytes.',
    'Encode without padding and with zero trailing bits.',
  ),
  'id-invalid': bad('An identifier does not have its form.', 'Use the form that the message names.'),
  'time-invalid': bad('A time is not an RFC 3339 instant in UTC with whole seconds.', 'Write it as 2030-06-13T18:04:09Z.'),
  'text-invalid': bad(
    'A text is not a list of language-tagged strings with exactly one original.',
    'Mark one of the texts as the original.',
  ),
  'label-invalid': bad('A label does not have its form.', 'Correct the member that the path names.'),
  'label-missing': broken('The disclosure of the label did not come with the released fields.', 'Ask the sender to release the label too.'),
  'label-level': denied('The level is above what the reader may hold.', 'Release a coarse or lower-level field instead.'),
  'label-caveat': denied('The reader does not hold a caveat of the label.', 'Choose a reader who holds it.'),
  'label-releasable': denied('The reader is not among those whom the label may go to.', 'Ask an owner to widen the label by a new record.'),
  'label-purpose': denied('The purpose is not among those of the label.', 'Ask an owner, or state another purpose that is true.'),
  'label-expired': denied('The label has expired.', 'Ask the owner for a newer record.'),
  'label-originator': denied('Only the owners may pass this on, and not all of them granted it.', 'Ask each owner for a grant.'),
  'label-handling': denied('A handling code forbids this purpose.', 'Ask the owner for permission.'),
  'entry-too-long': bad('An entry is longer than 16 KiB.', 'Move content to disclosures and attachments.'),
  'entry-version': bad('The version of an entry is not known here.', 'Update the node, or ask the issuer for version 1.'),
  'entry-invalid': bad('An entry does not have its form.', 'Correct the member that the path names.'),
  'disclosure-invalid': broken('A disclosure does not have its form.', 'Refuse the record and tell its issuer.'),
  'disclosure-too-long': bad('The value of a unit is longer than 64 KiB.', 'Make it an attachment.'),
  'disclosure-forged': broken('A disclosure does not belong to the entry.', 'Refuse the record and tell its issuer.'),
  'disclosure-surplus': broken('A disclosure came that the terms of release do not name.', 'Refuse the record and tell its issuer.'),
  'disclosure-missing': broken('A disclosure that the terms of release name did not come.', 'Refuse the record and ask for it again.'),
  'disclosure-duplicate': broken('The same disclosure or the same name came twice.', 'Refuse the record and tell its issuer.'),
  'disclosure-reserved': broken('A disclosure uses a reserved name.', 'Refuse the record and tell its issuer.'),
  'disclosure-arity': bad('A record has more units than the fixed arity of its type.', 'Use a type with more units.'),
  'twin-function': bad('The function of a coarse twin is not known.', 'Use one that the specification lists.'),
  'twin-input': bad('The coarse twin of this value is not defined.', 'Give the value the form that the function takes.'),
  'twin-mismatch': broken('A coarse value is not the one its fine value gives.', 'Refuse the record and tell its issuer.'),
} as const satisfies Record<string, CodeRow>;

/** Failure factory of packages/record. */
export const fail = failures(codes);
