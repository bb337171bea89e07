import type { Command } from 'commander';
import type { Io } from './io/io.ts';

/** A command or group of commands; its module is loaded only when it is asked for. */
export interface CommandRow {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly add: (program: Command, io: Io) => void }>;
}

/** Every command, in the order of the help page. */
export const commandRows: readonly CommandRow[] = [
  { name: 'init', summary: "make an agency's keys, authority and node, and the party's root", load: () => import('./commands/init.ts') },
  { name: 'join', summary: 'join a partner: bundles, digits, log lines; the attended ceremony', load: () => import('./commands/join.ts') },
  { name: 'serve', summary: 'run a node', load: () => import('./commands/serve.ts') },
  { name: 'login', summary: 'open a session and print its token', load: () => import('./commands/login.ts') },
  { name: 'logout', summary: 'end a session', load: () => import('./commands/logout.ts') },
  { name: 'officer', summary: 'accounts of the officers of a node', load: () => import('./commands/officer.ts') },
  { name: 'agreement', summary: 'read, prove, sign arrangements and bring them into force', load: () => import('./commands/agreement.ts') },
  { name: 'record', summary: 'make and read records', load: () => import('./commands/record.ts') },
  { name: 'release', summary: 'who gets which field, under which clause, and why not', load: () => import('./commands/release.ts') },
  { name: 'withdraw', summary: 'withdraw a record at every recipient', load: () => import('./commands/withdraw.ts') },
  { name: 'erase', summary: 'erase the content of a record at every recipient', load: () => import('./commands/erase.ts') },
  { name: 'audience', summary: 'exclude a reader, take it back, close a log', load: () => import('./commands/audience.ts') },
  { name: 'hold', summary: 'records that the law makes this agency keep', load: () => import('./commands/hold.ts') },
  { name: 'review', summary: 'emergency releases that wait for a second officer', load: () => import('./commands/review.ts') },
  { name: 'standing', summary: 'approvals that stand for a night shift', load: () => import('./commands/standing.ts') },
  { name: 'due', summary: 'what needs somebody, the nearest to breach first', load: () => import('./commands/due.ts') },
  { name: 'subject', summary: 'statements, divergence, ladders and derivation', load: () => import('./commands/subject.ts') },
  { name: 'verify', summary: 'verify an evidence bundle without any network', load: () => import('./commands/verify.ts') },
  { name: 'export', summary: 'write an evidence bundle, or records as NDJSON or CSV', load: () => import('./commands/export.ts') },
  { name: 'suspend', summary: 'suspend an arrangement, at once', load: () => import('./commands/suspend.ts') },
  { name: 'resume', summary: 'resume a suspended arrangement', load: () => import('./commands/resume.ts') },
  { name: 'status', summary: 'partners, lag, receipts, certificates', load: () => import('./commands/status.ts') },
  { name: 'doctor', summary: 'look at machine, home, keys, arrangements and partners', load: () => import('./commands/doctor.ts') },
  { name: 'backup', summary: 'copy the store of a node, and its keys apart', load: () => import('./commands/backup.ts') },
  { name: 'restore', summary: 'make a store again from a backup', load: () => import('./commands/restore.ts') },
  { name: 'rebuild', summary: 'make the views again from the store', load: () => import('./commands/rebuild.ts') },
  { name: 'fsck', summary: 'check every record, leaf, root and key of the store', load: () => import('./commands/fsck.ts') },
  { name: 'intake', summary: 'read a communiqué into draft records to confirm', load: () => import('./commands/intake.ts') },
  { name: 'promises', summary: 'what was promised, what is late; report and calendar', load: () => import('./commands/promises.ts') },
  { name: 'config', summary: 'the configuration and where each value comes from', load: () => import('./commands/config.ts') },
];
