import { type CodeRow, failures } from '@wasl/record';

/** Codes of starting and running a node. */
export const codes = {
  'home-missing': {
    meaning: 'The folder holds no node.',
    status: 500,
    retryable: false,
    next: 'Run "wasl init", or point WASL_HOME at the node’s folder.',
  },
  'home-version': {
    meaning: 'The folder was written by another version of Wasl.',
    status: 500,
    retryable: false,
    next: 'Run the version that wrote it, or migrate as the changelog says.',
  },
  'port-in-use': {
    meaning: 'Another program listens on the port.',
    status: 500,
    retryable: true,
    next: 'Stop that program, or choose other ports with WASL_PORT_BASE.',
  },
  'already-running': {
    meaning: 'A node is running from this folder already.',
    status: 500,
    retryable: false,
    next: 'Use the one that runs, or stop it first.',
  },
  'config-invalid': {
    meaning: 'An environment variable has a value that cannot be used.',
    status: 500,
    retryable: false,
    next: 'Correct it; "wasl config --explain" lists every key.',
  },
  'ceremony-failed': {
    meaning: 'The join ceremony did not become active.',
    status: 500,
    retryable: false,
    next: 'Read the ceremony’s log and start it again.',
  },
  'node-died': {
    meaning: 'A node ended unexpectedly.',
    status: 500,
    retryable: true,
    next: 'Read its log; starting again resumes from disk.',
  },
  'passphrase-missing': {
    meaning: 'No passphrase for the sealed keys was given.',
    status: 500,
    retryable: false,
    next: 'Set WASL_PASSPHRASE_FILE to a file that only this user can read.',
  },
  'control-unreachable': {
    meaning: 'The node that runs from this folder cannot be spoken to from here.',
    status: 500,
    retryable: true,
    next: 'Run the command on the machine and as the user of the node, or stop the node first.',
  },
  'control-refused': {
    meaning: 'The node did not do what the owner of its folder asked.',
    status: 409,
    retryable: false,
    next: 'Use the same version of Wasl for the command and the node, and read the node’s own log.',
  },
  'scenario-unknown': { meaning: 'No such scenario.', status: 500, retryable: false, next: 'Use matchday or quiet.' },
} as const satisfies Record<string, CodeRow>;

/** Makes a failure of the server. */
export const fail = failures(codes);
