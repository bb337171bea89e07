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
  'machine-unfit': row(500, 'Something on this machine would keep a node from running well.', 'Mend what the lines marked "fail" name.'),
  'typed-differs': row(422, 'A secret was typed twice, and differently.', 'Start the command again and type it with care.'),
  'agency-in-root': row(
    409,
    'The root of the party names the agency with other keys.',
    'Use the home whose keys these are; keys are replaced by a root version that retires the old ones.',
  ),
  'root-incomplete': row(
    422,
    'The folder of the root lacks something, or is of another party.',
    'Run "wasl init" of each agency with this folder as --root.',
  ),
  'agreement-placeholder': row(
    422,
    'The arrangement still has ROOT:<party> where the digest of a root belongs.',
    'Put the roots in: wasl agreement fill <file> --root <party>=<root.json or bundle> --out <file>.',
  ),
  'home-exposed': row(500, 'Others on this machine may read what is the node’s alone.', 'Take their rights away: chmod -R go= <home>.'),
  'home-damaged': row(500, 'A file of the home is missing or is not what it should be.', 'Restore it from a backup of the home.'),
  'disk-low': row(
    500,
    'The disk of the home is nearly full; a node that cannot write ends.',
    'Make room, or move the home to a larger disk.',
  ),
  'clock-doubtful': row(
    500,
    'The clock of this machine cannot be right, or was not.',
    'Set the clock by a source you trust and keep it set (NTP), then look again.',
  ),
  'store-never-opened': row(500, 'There is no store yet.', 'Start the node once: wasl serve.'),
  'certificate-ends': row(
    500,
    'An authority’s certificate has ended or soon does.',
    'Name a new authority in the next version of the root and give it to the partners.',
  ),
  'root-ends': row(500, 'A root document has ended or soon does.', 'Let its officers sign a new version, and give it to the partners.'),
  'agreement-ends': row(
    500,
    'An arrangement has ended, soon does, or has not begun.',
    'Agree on a successor: the next version, through the same ceremony.',
  ),
  'agreement-none': row(500, 'No arrangement is installed in the home.', 'Join a partner: docs/guides/install-a-node.md.'),
  'agreement-not-in-force': row(
    500,
    'The node does not exchange under an arrangement at present.',
    'Read why in "wasl status"; "wasl resume" ends a suspension.',
  ),
  'node-not-ready': row(500, 'A node runs from the home and does not serve.', 'Read its log; stop it and start it again.'),
  'partner-unreachable': row(
    500,
    'A partner’s exchange does not answer now.',
    'Nothing is lost: what waits goes when it answers. Ask the partner when it lasts.',
  ),
  'partner-not-pinned': row(
    500,
    'At a partner’s address somebody else answers.',
    'Do not go on with this address: ask the partner, over a telephone number you know, what stands there.',
  ),
  'admins-few': row(
    500,
    'The node has fewer than two active administrators, so no account can be changed.',
    'Enrol another while one is left; with none, restore accounts.json from the backup of the keys.',
  ),
  'ceremony-missing': row(500, 'The folder holds no ceremony.', 'Begin one with "wasl join begin", or give the right --ceremony.'),
  'join-file-unknown': row(422, 'The file is neither bundle, log line nor signatures.', 'Ask the partner which step the file is from.'),
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the command line. */
export const fail = failures(codes);
