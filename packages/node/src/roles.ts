import { accept, type Result, refuse } from '@wasl/record';
import type { Actor, Role } from './service.ts';

/** Kinds of acts that roles are asked about. */
export type Act = 'read' | 'content' | 'write' | 'release' | 'erase' | 'suspend' | 'audit' | 'operate';

const allowed: Readonly<Record<Act, readonly Role[]>> = {
  read: ['duty', 'release', 'liaison', 'cooperation', 'oversight'],
  content: ['duty', 'release', 'liaison', 'cooperation'],
  write: ['duty', 'release', 'liaison', 'cooperation'],
  release: ['release', 'duty', 'liaison', 'cooperation'],
  erase: ['release', 'oversight'],
  suspend: ['duty', 'release', 'liaison', 'oversight'],
  audit: ['oversight'],
  operate: ['admin', 'oversight'],
};

/** Whether one of the officer's roles includes the act; `role-refused` names the roles that do. */
export function may(actor: Actor, act: Act): Result<true> {
  return actor.roles.some((role) => allowed[act].includes(role))
    ? accept(true)
    : refuse('role-refused', `${act} needs one of ${allowed[act].join(', ')}; ${actor.user} is ${actor.roles.join(', ') || 'nothing'}`);
}
