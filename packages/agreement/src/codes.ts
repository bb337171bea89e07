import { type CodeRow, failures } from '@wasl/record';

const bad = (meaning: string, next: string): CodeRow => ({ meaning, status: 400, retryable: false, next });
const broken = (meaning: string, next: string): CodeRow => ({ meaning, status: 422, retryable: false, next });
const denied = (meaning: string, next: string): CodeRow => ({ meaning, status: 403, retryable: false, next });
const later = (meaning: string, next: string): CodeRow => ({ meaning, status: 403, retryable: true, next });

/** Codes of packages/agreement: the document (AG), its signatures, the verdict (RL). */
export const codes = {
  'agreement-invalid': bad('An arrangement does not have its form.', 'Correct every place that the problems name.'),
  'agreement-signature': broken('A signature on an arrangement does not verify, or its key is not one of the party.', 'Sign again.'),
  'agreement-threshold': broken('Fewer distinct officers of a party signed than it asks.', 'Collect the missing signatures.'),
  'agreement-root': broken(
    'The keys of a party are missing or do not start at the root that the arrangement pins.',
    'Bring its root chain.',
  ),
  'agreement-succession': broken('A version does not follow the one before it.', 'Write it as the next version of the one in force.'),
  'agreement-not-yet': later('The arrangement has not taken effect.', 'Wait for its date.'),
  'agreement-expired': denied('The arrangement has ended.', 'Agree on a successor.'),
  'agreement-suspended': later('The arrangement is suspended.', 'Resume it by the officers it asks for.'),
  'agreement-party': denied('An agency is not part of the arrangement.', 'Address an agency that it names.'),
  'agreement-mode': denied('The arrangement is not made for this mode.', 'Use a mode that it names.'),
  'agreement-purpose': denied('The purpose is not one of the arrangement.', 'State a purpose that it names.'),
  'agreement-type': denied('The arrangement does not carry this type under this topic.', 'Use a type that it names.'),
  'agreement-channel': denied('No audience of the arrangement joins these two agencies for this topic.', 'Address its recipients.'),
  'never-clause': denied('A clause forbids it whoever else permits it.', 'Do not send it; nothing overrides this clause.'),
  'private-forbid': denied('A private rule of this agency forbids it.', 'Ask the release authority.'),
  'attribute-unknown': denied('A clause that forbids needs an attribute that is absent.', 'Supply the attribute.'),
  'personal-data-off': denied(
    'A unit carries personal data and the arrangement cites no valid assessment and authorisation for it.',
    'Agree on both, in a successor.',
  ),
  'level-refused': denied('Levels from 3 upwards are refused in this version.', 'Use the channel accredited for that level.'),
  'grant-needed': denied('An owner has not granted that this goes on.', 'Ask each owner for a grant.'),
  'onward-forbidden': denied('The arrangement forbids passing on what another agency owns.', 'Ask the owner to send it.'),
  'no-permit': denied('No clause permits it.', 'Choose another recipient or purpose, or amend the arrangement.'),
  'obligation-unsupported': denied('The recipient does not keep a duty of the clause.', 'Ask the recipient to declare it.'),
  'obligation-unknown': denied('A clause carries a duty that this version does not know.', 'Update this system.'),
  coarsened: denied('The clause lets only the less precise form go.', 'Nothing: the less precise form goes instead.'),
  'finer-released': denied('The precise form goes, so the less precise one is left out.', 'Nothing.'),
  'delay-pending': later('The clause lets it go only after a delay.', 'Wait until the time shown.'),
  'two-person-needed': {
    meaning: 'Two persons, neither of them the one who asked, must approve it first.',
    status: 202,
    retryable: false,
    next: 'Two other officers approve it in the list of held items.',
  },
} as const satisfies Record<string, CodeRow>;

/** Failure factory of packages/agreement. */
export const fail = failures(codes);
