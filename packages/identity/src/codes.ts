import { type CodeRow, failures } from '@wasl/record';

function row(status: number, meaning: string, next: string): CodeRow {
  return { meaning, status, retryable: false, next };
}
function retryable(status: number, meaning: string, next: string): CodeRow {
  return { meaning, status, retryable: true, next };
}

/** Every code that identity throws or returns. */
export const codes = {
  // Keys
  'key-unsupported': row(422, 'The private key is of an algorithm that Wasl does not use.', 'Make an Ed25519 or P-256 key.'),
  'key-unreadable': row(422, 'The bytes are no PKCS#8 private key.', 'Give the key as PKCS#8 DER.'),
  'key-not-exportable': row(409, 'The key lives in a token that does not give it out.', 'Back the token up with its own tools.'),
  'key-exists': row(409, 'A key of this name exists already and is never overwritten.', 'Take another name, or remove the old key first.'),
  'key-name-invalid': row(422, 'The key name is outside the grammar.', 'Use small letters, digits, dot, slash and dash, at most 64.'),
  'keys-absent': row(404, 'There is no sealed key file at this place.', 'Run wasl init, or restore the key file from its own backup.'),
  'keys-exposed': row(
    403,
    'Other users of the machine may read the sealed key file.',
    'Run chmod 600 on it and consider its passphrase known.',
  ),
  'passphrase-short': row(422, 'The passphrase is too short to seal keys.', 'Take a passphrase of at least 12 characters.'),
  'sealed-malformed': row(422, 'The file is not a sealed key file, or it was cut.', 'Restore the key file from its backup.'),
  'sealed-version-unknown': row(
    409,
    'The sealed key file was written by a newer program.',
    'Start the program that wrote it, or a newer one.',
  ),
  'sealed-wrong-passphrase': row(
    403,
    'The passphrase does not open the file, or the file was changed.',
    'Type the passphrase again; if it is right, restore the file.',
  ),
  // Certificates and peers
  'certificate-malformed': row(422, 'The bytes are no X.509 certificate.', 'Give the certificate as PEM or DER.'),
  'peer-certificate-absent': row(
    401,
    'The other end showed no certificate of a pinned authority.',
    'Check that both sides have pinned the current authorities.',
  ),
  'peer-certificate-malformed': row(
    401,
    'The certificate of the other end cannot be read.',
    'Ask the partner to issue its certificate again.',
  ),
  'peer-authority-unknown': row(
    403,
    'The certificate comes from no authority that is pinned.',
    'Compare the authority with the partner; pin it through its root document.',
  ),
  'peer-certificate-expired': row(403, 'The certificate is not valid now.', 'Ask the partner to renew it; check both clocks.'),
  'peer-certificate-misused': row(
    403,
    'The certificate is not a short-lived leaf for both uses.',
    'Ask the partner to issue a node certificate.',
  ),
  'peer-name-absent': row(403, 'The certificate names no agency.', 'Ask the partner to issue a node certificate.'),
  'peer-name-foreign': row(
    403,
    'The certificate names an agency that its authority may not name.',
    'Suspend the partner and call its oversight desk: this is no accident.',
  ),
  'peer-other-agency': row(403, 'Another agency answered than the one that was called.', 'Check the address of the partner.'),
  // Root of a party
  'root-custody': row(
    422,
    'Keys or thresholds of a root would let one officer, or an uncommitted key, hold the party.',
    'Take two or more officers, and next keys that were never used.',
  ),
  'authority-not-in-root': row(
    422,
    'An agency of the root has no matching authority certificate.',
    'Ask the partner for the certificate that its root document names.',
  ),
  // Join ceremony
  'join-out-of-order': row(
    409,
    'The step cannot be taken at this point of the ceremony.',
    'Look at the status of the ceremony and take the step that it names.',
  ),
  'join-officer-unknown': row(403, "The officer holds no key of this party's root.", 'Let an officer of the root take the step.'),
  'join-officer-twice': row(403, 'One officer cannot be both.', 'Let another officer type the digits.'),
  'join-bundle-malformed': row(
    422,
    'The bundle, log line or ceremony file cannot be read.',
    'Ask for the file again; it may have been cut.',
  ),
  'join-bundle-refused': row(
    422,
    'The bundle contradicts itself or the party that sends it.',
    'Call the partner over a known telephone number before going on.',
  ),
  'join-fingerprint-malformed': row(422, 'What was typed is not twelve groups of five digits.', 'Type all sixty digits.'),
  'join-fingerprint-mismatch': row(
    403,
    'The digits are not those of the bundle at hand.',
    'Read them again with the partner; if they differ still, stop: someone stands between.',
  ),
  'join-draft-foreign': row(422, 'The draft names another party, root or agency than the bundles.', 'Correct the draft on both sides.'),
  'join-capability-missing': row(
    422,
    'The draft asks for something that one side cannot do.',
    'Take it out of the draft, or update that side first.',
  ),
  'join-digest-mismatch': row(409, 'The two sides do not hold the same thing.', 'Compare the files on both sides; nothing is in force.'),
  'join-not-proved': row(422, 'The properties of the draft are not all proved.', 'Read the counterexample and change the draft.'),
  'join-signature-refused': row(
    403,
    'A signature on the agreement is of no officer who may sign, or does not verify.',
    'Ask that officer to sign again, on the digest shown.',
  ),
  'join-canary-failed': row(
    409,
    'The canary pack let something through that must be denied, or released nothing at all.',
    'Do not activate; report the case to the developers.',
  ),
  'join-line-refused': row(
    403,
    "A line of the partner's ceremony log does not verify or does not fit.",
    'Ask for the log again; if it still does not verify, abort.',
  ),
  'join-unattended-refused': row(
    403,
    'The ceremony ran without officers, which only a demonstration may do.',
    'Run the ceremony with two officers on each side.',
  ),
  // State
  'state-malformed': row(
    500,
    'Saved state of administrators or approvals cannot be read.',
    'Restore it from the backup; nobody can log in until then.',
  ),
  'state-version-unknown': row(409, 'Saved state was written by a newer program.', 'Start the program that wrote it, or a newer one.'),
  // Accounts
  'login-refused': row(401, 'User and password do not fit together.', 'Type both again.'),
  'login-throttled': retryable(429, 'Too many attempts for this account or from this address.', 'Wait as long as Retry-After says.'),
  'session-ended': row(401, 'The session is unknown, expired or revoked.', 'Log in again.'),
  'csrf-refused': row(403, 'The request does not carry the token of its session.', 'Reload the page and try again.'),
  'account-exists': row(409, 'An account of this name exists already.', 'Take another name.'),
  'account-unknown': row(404, 'There is no such account.', 'Look the name up in the list of accounts.'),
  'account-invalid': row(422, 'The account is malformed.', 'Correct what the message names.'),
  'password-weak': row(422, 'The password is too short or too common.', 'Take at least 12 characters that are no well-known password.'),
  'enrolment-needs-two': row(
    403,
    'An account comes into force only when a second administrator confirms it.',
    'Ask another administrator to confirm.',
  ),
  'enrolment-unknown': row(404, 'There is no such enrolment waiting, or it has expired.', 'Start the enrolment again.'),
  // Approvals
  'approval-not-distinct': row(403, 'The approver is the requester, or has approved already.', 'Ask another officer.'),
  'approval-not-allowed': row(403, 'The officer may not approve releases.', 'Ask an officer with the release role.'),
  'approval-unknown': row(404, 'There is no such request for approval.', 'Request the approval again.'),
  'approval-expired': row(410, 'The request for approval has expired.', 'Request the approval again.'),
  'approval-used': row(409, 'The approval was used already; it serves once.', 'Request a new approval.'),
  'approval-digest-mismatch': row(
    409,
    'What was approved is not what would now be released.',
    'Look at the new verdict and request approval of it.',
  ),
  'approval-incomplete': row(409, 'Fewer than two distinct officers have approved.', 'Ask another officer to approve.'),
  'approval-too-long': row(422, 'A standing approval may last at most twelve hours.', 'Ask for a shorter one.'),
  'approval-malformed': row(422, 'The approval is malformed.', 'Correct what the message names.'),
} as const satisfies Record<string, CodeRow>;

/** Makes a `WaslError` with one of the codes above. */
export const fail = failures(codes);
