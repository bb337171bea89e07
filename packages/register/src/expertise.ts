import type { RecordId, SubjectId } from '@wasl/record';
import { newestOf, type Register, type Thing, unitValue } from './open-register.ts';
import { instantMs, memberOf, present, strings, stringValue, textValue } from './read-values.ts';
import type { ExpertiseRow } from './view.ts';

/** Offers, and requests of the class expertise, with their rights assessment and the lessons that came back. */
export function expertiseOf(register: Register, nowMs: number): readonly ExpertiseRow[] {
  const naming = lessonsNaming(register);
  const offers = register.things('offer').flatMap((thing) => offerRow(register, thing, { nowMs, naming }) ?? []);
  const requests = register
    .things('request')
    .filter((thing) => unitValue(thing, 'class') === 'expertise')
    .flatMap((thing) => requestRow(register, thing) ?? []);
  return [...offers, ...requests];
}

function baseOf(thing: Thing) {
  const newest = newestOf(thing);
  if (newest === undefined) return undefined;
  return { subject: thing.subject, agreements: thing.agreements, record: newest.said.id, issuer: thing.view.owner };
}

function rightsOf(thing: Thing): ExpertiseRow['rights'] {
  const rights = unitValue(thing, 'rights');
  const scheme = stringValue(memberOf(rights, 'scheme'));
  if (scheme === undefined) return undefined;
  return {
    scheme,
    ...present({ reference: stringValue(memberOf(rights, 'reference')), rating: stringValue(memberOf(rights, 'rating')) }),
  };
}

/** Neither is it said that none is needed, nor is one referred to. */
function lacksRights(rights: ExpertiseRow['rights']): boolean {
  return rights === undefined || (rights.scheme !== 'none-needed' && rights.reference === undefined);
}

/** Lessons by the record of an offer that they name. */
function lessonsNaming(register: Register): ReadonlyMap<string, readonly SubjectId[]> {
  const naming = new Map<string, SubjectId[]>();
  for (const lesson of register.things('lesson')) {
    const offer = stringValue(unitValue(lesson, 'offer'));
    if (offer === undefined) continue;
    const known = naming.get(offer);
    if (known === undefined) naming.set(offer, [lesson.subject]);
    else known.push(lesson.subject);
  }
  return naming;
}

function offerRow(
  register: Register,
  thing: Thing,
  { nowMs, naming }: { readonly nowMs: number; readonly naming: ReadonlyMap<string, readonly SubjectId[]> },
): ExpertiseRow | undefined {
  const base = baseOf(thing);
  if (base === undefined) return undefined;
  const value = (unit: string) => unitValue(thing, unit);
  const state = stringValue(value('state'));
  const rights = rightsOf(thing);
  const feedback = feedbackOf(register, thing, naming);
  const endMs = instantMs(memberOf(value('window'), 'to'));
  const over = state === 'held' || (state === 'accepted' && endMs !== undefined && endMs < nowMs);
  return {
    ...base,
    form: 'offer',
    rightsMissing: (state === 'accepted' || state === 'held') && lacksRights(rights),
    feedback,
    feedbackOwed: over && feedback.length === 0,
    ...present({
      direction: stringValue(value('direction')) as ExpertiseRow['direction'],
      kind: stringValue(value('kind')),
      topic: stringValue(value('topic')),
      level: stringValue(value('level')),
      text: textValue(value('description')),
      from: stringValue(memberOf(value('window'), 'from')),
      to: stringValue(memberOf(value('window'), 'to')),
      state,
      rights,
      exportControl: stringValue(memberOf(value('exportControl'), 'control')),
    }),
  };
}

/** Lessons that the offer names, or that name a record of the offer. */
function feedbackOf(register: Register, thing: Thing, naming: ReadonlyMap<string, readonly SubjectId[]>): readonly SubjectId[] {
  const named = strings(unitValue(thing, 'feedback')).flatMap((id) => register.record(id as RecordId) ?? []);
  const back = thing.records.flatMap(({ said }) => naming.get(said.id) ?? []);
  const fromOffer = named.filter(({ said }) => !register.isGone(said)).map(({ said }) => said.subject);
  return [...new Set([...fromOffer, ...back])].sort();
}

function requestRow(register: Register, thing: Thing): ExpertiseRow | undefined {
  const base = baseOf(thing);
  if (base === undefined) return undefined;
  const answers = thing.records
    .flatMap(({ said }) => register.referring(said.id))
    .filter(({ said }) => said.type === 'response' && !register.isReplaced(said))
    .sort((a, b) => (a.said.hlc < b.said.hlc ? -1 : 1));
  const state = stringValue(answers.at(-1)?.said.fields['answer']) ?? 'waiting';
  const rights = rightsOf(thing);
  return {
    ...base,
    form: 'request',
    direction: 'wanted',
    state,
    rightsMissing: (state === 'accepted' || state === 'partial') && lacksRights(rights),
    feedback: [],
    feedbackOwed: false,
    ...present({ text: textValue(unitValue(thing, 'effect')), to: deadlineOf(thing), rights }),
  };
}

function deadlineOf(thing: Thing): string | undefined {
  const deadline = stringValue(unitValue(thing, 'deadline'));
  return instantMs(deadline) === undefined ? undefined : deadline;
}
