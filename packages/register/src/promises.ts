import type { AgencyId, DeskId, LangText, RecordId, SubjectId } from '@wasl/record';
import { newestOf, type Register, type Thing, unitValue } from './open-register.ts';
import { elements, instantMs, instantText, memberOf, present, strings, stringValue, textValue } from './read-values.ts';
import type { Evidence, PromiseRow, PromiseStanding } from './view.ts';

const dayMs = 86_400_000;
const order: readonly PromiseStanding[] = ['late', 'unproved', 'unclear', 'open', 'done-late', 'done', 'dropped'];

/** Every commitment as it stands at a time: what is late first, then by due. */
export function promisesOf(register: Register, nowMs: number): readonly PromiseRow[] {
  return register
    .things('commitment')
    .flatMap((thing) => rowOf(register, thing, nowMs) ?? [])
    .sort(
      (a, b) =>
        order.indexOf(a.standing) - order.indexOf(b.standing) ||
        (a.due ?? '').localeCompare(b.due ?? '', 'en') ||
        (a.subject < b.subject ? -1 : 1),
    );
}

function rowOf(register: Register, thing: Thing, nowMs: number): PromiseRow | undefined {
  const newest = newestOf(thing);
  if (newest === undefined) return undefined;
  const dues = duesOf(thing);
  const earliest = dues.map(({ due }) => instantMs(due) ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)[0];
  const state = stringValue(unitValue(thing, 'state'));
  const evidence = evidenceOf(register, thing);
  const doneMs = state === 'done' ? doneSince(register, thing) : undefined;
  const { standing, lateMs } = standingOf({ state, earliest, doneMs, evidence, nowMs });
  const differs = [...new Set(thing.view.divergence.filter(({ settlement }) => settlement?.awaits.length !== 0).map(({ unit }) => unit))];
  const states = new Set(thing.view.statements.flatMap(({ units }) => units['state']?.value ?? []).map(String));
  if (states.size > 1) differs.push('state');
  const wasDue = stringValue(memberOf(unitValue(thing, 'renegotiated'), 'wasDue'));
  const why = textValue(memberOf(unitValue(thing, 'renegotiated'), 'reason'));
  return {
    subject: thing.subject,
    agreements: thing.agreements,
    record: newest.said.id,
    issuer: thing.view.owner,
    owners: ownersOf(thing),
    standing,
    evidence,
    public: unitValue(thing, 'public') === true,
    themes: strings(unitValue(thing, 'themes')),
    madeAt: thing.records[0]?.issuedAt ?? newest.issuedAt,
    differs: differs.sort(),
    ...present({
      text: textValue(unitValue(thing, 'text')),
      due: stringValue(unitValue(thing, 'due')),
      dueBy: new Set(dues.map(({ due }) => due)).size > 1 ? dues : undefined,
      measure: textValue(unitValue(thing, 'measure')),
      state,
      lateDays: lateMs === undefined || lateMs <= 0 ? undefined : Math.ceil(lateMs / dayMs),
      doneAt: doneMs === undefined ? undefined : instantText(doneMs),
      reason: textValue(unitValue(thing, 'reason')),
      renegotiated: wasDue === undefined || why === undefined ? undefined : { wasDue, reason: why as LangText },
      nextReview: stringValue(unitValue(thing, 'nextReview')),
      meeting: stringValue(unitValue(thing, 'from')) as SubjectId | undefined,
    }),
  };
}

function duesOf(thing: Thing): readonly { readonly agency: AgencyId; readonly due: string }[] {
  return thing.view.statements.flatMap(({ agency, units }) => {
    const due = stringValue(units['due']?.value);
    return due === undefined ? [] : [{ agency, due }];
  });
}

/** Owners of all agencies' lists, each party once: the newest statement of it. */
function ownersOf(thing: Thing): PromiseRow['owners'] {
  return elements(unitValue(thing, 'owners')).flatMap((row) => {
    const [party, desk] = [stringValue(memberOf(row, 'party')), stringValue(memberOf(row, 'desk'))];
    return party === undefined || desk === undefined ? [] : [{ party, desk: desk as DeskId }];
  });
}

function evidenceOf(register: Register, thing: Thing): readonly Evidence[] {
  return strings(unitValue(thing, 'evidence')).map((id): Evidence => {
    const record = id as RecordId;
    const held = register.record(record);
    if (held === undefined) return { record, here: 'elsewhere' };
    const here = held.status === 'erased' ? 'erased' : register.isGone(held.said) ? 'withdrawn' : 'held';
    return { record, here, type: held.said.type, issuer: held.said.issuer };
  });
}

/** Since when it is stated as done: saying it again, with more evidence, makes it no later. */
function doneSince(register: Register, thing: Thing): number | undefined {
  let since: number | undefined;
  for (const { said, issuedAt } of [...thing.records].reverse()) {
    if (register.isGone(said)) continue;
    const state = stringValue(said.fields['state']);
    if (state === undefined) continue;
    if (state !== 'done') break;
    since = instantMs(issuedAt);
  }
  return since;
}

function standingOf(of: {
  readonly state: string | undefined;
  readonly earliest: number | undefined;
  readonly doneMs: number | undefined;
  readonly evidence: readonly Evidence[];
  readonly nowMs: number;
}): { readonly standing: PromiseStanding; readonly lateMs?: number } {
  const { state, earliest, doneMs, evidence, nowMs } = of;
  if (state === undefined) return { standing: 'unclear' };
  if (state === 'dropped') return { standing: 'dropped' };
  if (state === 'done') {
    const lateMs = earliest === undefined || doneMs === undefined ? undefined : doneMs - earliest;
    const late = lateMs === undefined ? {} : { lateMs };
    if (!evidence.some(({ here }) => here === 'held' || here === 'elsewhere')) return { standing: 'unproved', ...late };
    return { standing: lateMs !== undefined && lateMs > 0 ? 'done-late' : 'done', ...late };
  }
  if (earliest === undefined || !Number.isFinite(earliest)) return { standing: state === 'late' ? 'late' : 'unclear' };
  return nowMs > earliest || state === 'late' ? { standing: 'late', lateMs: nowMs - earliest } : { standing: 'open' };
}
