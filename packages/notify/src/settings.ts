import { type DeskId, parseDeskId, WaslError } from '@wasl/record';
import { fail } from './codes.ts';
import type { NoticeLanguage } from './notice.ts';
import type { QuietHours } from './quiet-hours.ts';

/** One step of a desk's ladder: after so long unanswered, tell `to` by an adapter. */
export interface PagingStep {
  readonly afterSeconds: number;
  /** Name of an adapter of the node: `mail`, `sms`, `push`. */
  readonly adapter: string;
  /** Address as the adapter understands it: mailbox, E.164 number, or the name of a stored push subscription. */
  readonly to: string;
}

/** How a desk is told outside the console. Addresses are of offices and duty telephones, and stay in this node (S3). */
export interface DeskPaging {
  readonly desk: DeskId;
  readonly language: NoticeLanguage;
  readonly timeZone: string;
  readonly quiet?: QuietHours;
  readonly steps: readonly PagingStep[];
}

const languages: readonly string[] = ['en', 'fr', 'ar', 'es', 'pt'];
const timeForm = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const adapterForm = /^[a-z][a-z0-9-]{0,31}$/;
const maxDesks = 256;
const maxSteps = 16;
const maxAddress = 254;
const maxSeconds = 7 * 24 * 3600;

function wrong(path: string, wanted: string): WaslError {
  return fail('paging-invalid', `${path}: wanted ${wanted}`, { path });
}

function membersOf(value: unknown, path: string, allowed: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(path, 'an object');
  for (const name of Object.keys(value))
    if (!allowed.includes(name)) throw wrong(`${path}.${name}`.slice(0, 120), `one of ${allowed.join(', ')}`);
  return value as Readonly<Record<string, unknown>>;
}

function parseZone(value: unknown, path: string): string {
  if (typeof value !== 'string' || value.length > 64) throw wrong(path, 'a time zone such as Africa/Casablanca');
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    // The runtime knows no such zone; which ones it knows depends on its data.
    throw wrong(path, 'a time zone such as Africa/Casablanca');
  }
}

function parseQuiet(value: unknown, path: string): QuietHours {
  const { from, to } = membersOf(value, path, ['from', 'to']);
  if (typeof from !== 'string' || !timeForm.test(from)) throw wrong(`${path}.from`, 'a time HH:MM');
  if (typeof to !== 'string' || !timeForm.test(to)) throw wrong(`${path}.to`, 'a time HH:MM');
  if (from === to) throw wrong(path, 'two different times: a desk that is always quiet is never told');
  return { from, to };
}

function parseStep(value: unknown, path: string): PagingStep {
  const { afterSeconds, adapter, to } = membersOf(value, path, ['afterSeconds', 'adapter', 'to']);
  if (typeof afterSeconds !== 'number' || !Number.isInteger(afterSeconds) || afterSeconds < 0 || afterSeconds > maxSeconds)
    throw wrong(`${path}.afterSeconds`, `whole seconds up to ${maxSeconds}`);
  if (typeof adapter !== 'string' || !adapterForm.test(adapter)) throw wrong(`${path}.adapter`, 'the name of an adapter');
  if (typeof to !== 'string' || to === '' || to.length > maxAddress || /[\r\n]/.test(to))
    throw wrong(`${path}.to`, 'an address on one line');
  return { afterSeconds, adapter, to };
}

function parseDesk(value: unknown, path: string): DeskPaging {
  const members = membersOf(value, path, ['desk', 'language', 'timeZone', 'quiet', 'steps']);
  const { language, steps, quiet } = members;
  if (typeof language !== 'string' || !languages.includes(language)) throw wrong(`${path}.language`, `one of ${languages.join(', ')}`);
  if (!Array.isArray(steps) || steps.length === 0 || steps.length > maxSteps) throw wrong(`${path}.steps`, `1 to ${maxSteps} steps`);
  const ladder = steps.map((step, index) => parseStep(step, `${path}.steps[${index}]`));
  for (let at = 1; at < ladder.length; at += 1)
    if ((ladder[at]?.afterSeconds ?? 0) < (ladder[at - 1]?.afterSeconds ?? 0))
      throw wrong(`${path}.steps[${at}].afterSeconds`, 'no earlier than the step before');
  return {
    desk: parseDeskId(members['desk'] as never, `${path}.desk`),
    language: language as NoticeLanguage,
    timeZone: parseZone(members['timeZone'], `${path}.timeZone`),
    ...(quiet === undefined ? {} : { quiet: parseQuiet(quiet, `${path}.quiet`) }),
    steps: ladder,
  };
}

/** Reads the paging settings of a node: a list of desks. Throws `paging-invalid` with the path of the member at fault. */
export function parsePaging(value: unknown): readonly DeskPaging[] {
  if (!Array.isArray(value) || value.length > maxDesks) throw wrong('$', `a list of at most ${maxDesks} desks`);
  const desks = value.map((one, index) => {
    try {
      return parseDesk(one, `[${index}]`);
    } catch (error) {
      if (error instanceof WaslError && error.code !== 'paging-invalid')
        throw wrong(error.path ?? `[${index}].desk`, 'a desk such as ma.police/ops');
      throw error;
    }
  });
  const seen = new Set<string>();
  for (const { desk } of desks) {
    if (seen.has(desk)) throw wrong('$', `${desk} once`);
    seen.add(desk);
  }
  return desks;
}
