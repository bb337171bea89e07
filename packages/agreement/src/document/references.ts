import { isInstant } from '@wasl/record';
import type { AgreedObligation, Agreement, EmergencyPermit, Never, Permit, Words } from '../document.ts';
import type { Problem } from './shape.ts';

/** Types an emergency permit may carry (RL6). */
const emergencyTypes: readonly string[] = ['incident', 'declaration', 'alert'];

/** The one parameter each duty needs or may have; `coarsen.units` is the only one that may be left out. */
const parameters: Readonly<Record<string, { readonly name: 'days' | 'minutes' | 'seconds' | 'units'; readonly needed: boolean }>> = {
  expire: { name: 'days', needed: true },
  delay: { name: 'minutes', needed: true },
  acknowledge: { name: 'seconds', needed: false },
  coarsen: { name: 'units', needed: false },
};

class References {
  readonly problems: Problem[] = [];
  readonly agreement: Agreement;

  constructor(agreement: Agreement) {
    this.agreement = agreement;
  }

  report(path: string, wanted: string, got: unknown): void {
    this.problems.push({ path, wanted, got: got === undefined ? 'nothing' : JSON.stringify(got).slice(0, 60) });
  }

  known(path: string, names: readonly string[], all: readonly string[]): void {
    names.forEach((name, index) => {
      if (name !== '*' && !all.includes(name)) this.report(`${path}[${index}]`, 'a name that the document defines', name);
      if (name === '*' && names.length > 1) this.report(path, '* alone', names);
    });
  }

  knownOne(path: string, name: string, all: readonly string[]): void {
    if (!all.includes(name)) this.report(path, 'a name that the document defines', name);
  }

  distinct(path: string, names: readonly string[]): void {
    const seen = new Set<string>();
    names.forEach((name, index) => {
      if (seen.has(name)) this.report(`${path}[${index}]`, 'a name not used before', name);
      seen.add(name);
    });
  }

  words(path: string, words: Words | undefined): void {
    if (words !== undefined)
      this.distinct(
        path,
        words.map((each) => each.lang),
      );
  }
}

function parties(check: References): void {
  const { agreement } = check;
  const names = agreement.parties.map((each) => each.party);
  const agencies = agreement.agencies.map((each) => each.agency);
  check.distinct('parties', names);
  check.distinct('agencies', agencies);
  agreement.parties.forEach((each, index) => {
    check.words(`parties[${index}].name`, each.name);
    const keeper = agreement.control[each.party];
    const own = agreement.agencies.some((agency) => agency.agency === keeper && agency.party === each.party);
    if (!own) check.report(`control.${each.party}`, `an agency of ${each.party}`, keeper);
  });
  for (const party of Object.keys(agreement.control)) if (!names.includes(party)) check.report(`control.${party}`, 'a party', party);
  agreement.agencies.forEach((each, index) => {
    check.knownOne(`agencies[${index}].party`, each.party, names);
    if (!each.agency.startsWith(`${each.party}.`)) check.report(`agencies[${index}].agency`, `an agency of ${each.party}`, each.agency);
  });
  agreement.dataProtection.forEach((each, index) => {
    check.knownOne(`dataProtection[${index}].party`, each.party, names);
  });
  agreement.impactAssessments.forEach((each, index) => {
    check.knownOne(`impactAssessments[${index}].party`, each.party, names);
  });
}

function channels(check: References): void {
  const { agreement } = check;
  const agencies = agreement.agencies.map((each) => each.agency);
  const audiences = agreement.audiences.map((each) => each.audience);
  const topics = agreement.topics.map((each) => each.topic);
  check.distinct('audiences', audiences);
  check.distinct('topics', topics);
  check.distinct(
    'topics.types',
    agreement.topics.flatMap((each) => each.types),
  );
  agreement.audiences.forEach((each, index) => {
    check.known(`audiences[${index}].agencies`, each.agencies, agencies);
  });
  agreement.channels.forEach((each, index) => {
    check.knownOne(`channels[${index}].audience`, each.audience, audiences);
    check.knownOne(`channels[${index}].topic`, each.topic, topics);
  });
  check.distinct(
    'channels',
    agreement.channels.map((each) => `${each.audience}×${each.topic}`),
  );
}

function obligation(check: References, path: string, duty: AgreedObligation): void {
  const rule = parameters[duty.type];
  for (const name of ['days', 'minutes', 'seconds', 'units'] as const) {
    if (duty[name] !== undefined && rule?.name !== name) check.report(`${path}.${name}`, `no such member of ${duty.type}`, duty[name]);
  }
  if (rule?.needed === true && duty[rule.name] === undefined) check.report(`${path}.${rule.name}`, 'a value', undefined);
}

function permit(check: References, path: string, clause: Permit): void {
  const { agreement } = check;
  const agencies = agreement.agencies.map((each) => each.agency);
  check.known(`${path}.from`, clause.from, agencies);
  check.known(
    `${path}.purposes`,
    clause.purposes,
    agreement.purposes.map((each) => each.purpose),
  );
  check.distinct(
    `${path}.obligations`,
    clause.obligations.map((each) => each.id),
  );
  clause.obligations.forEach((each, index) => {
    obligation(check, `${path}.obligations[${index}]`, each);
  });
}

function emergency(check: References, path: string, clause: EmergencyPermit): void {
  permit(check, path, clause);
  clause.types.forEach((type, index) => {
    if (!emergencyTypes.includes(type)) check.report(`${path}.types[${index}]`, emergencyTypes.join(' or '), type);
  });
  clause.obligations.forEach((each, index) => {
    if (each.type === 'twoPerson' || each.type === 'delay')
      check.report(`${path}.obligations[${index}].type`, 'a duty that does not wait', each.type);
  });
}

function clauses(check: References): void {
  const { agreement } = check;
  const agencies = agreement.agencies.map((each) => each.agency);
  const whole: readonly (Never | Permit)[] = [...agreement.nevers, ...agreement.permits, ...agreement.emergency];
  check.distinct(
    'clauses',
    whole.map((each) => each.id),
  );
  check.distinct(
    'properties',
    agreement.properties.map((each) => each.id),
  );
  const visit = (name: 'nevers' | 'permits' | 'emergency'): void => {
    agreement[name].forEach((each, index) => {
      const path = `${name}[${index}]`;
      check.known(`${path}.to`, each.to, agencies);
      check.known(`${path}.types`, each.types, each.types);
      check.known(`${path}.units`, each.units, each.units);
      check.words(`${path}.text`, each.text);
    });
  };
  visit('nevers');
  visit('permits');
  visit('emergency');
  agreement.permits.forEach((each, index) => {
    permit(check, `permits[${index}]`, each);
  });
  agreement.emergency.forEach((each, index) => {
    emergency(check, `emergency[${index}]`, each);
  });
  agreement.properties.forEach((each, index) => {
    check.known(`properties[${index}].never.to`, each.never.to, agencies);
    check.words(`properties[${index}].text`, each.text);
  });
}

/** What members of a well-formed agreement wrongly say of each other (AG2–AG5): dangling names, repeats, impossible dates, misplaced parameters. */
export function checkReferences(agreement: Agreement): readonly Problem[] {
  const check = new References(agreement);
  if (agreement.version === 1 && agreement.previous !== undefined) check.report('previous', 'nothing in version 1', agreement.previous);
  if (agreement.version > 1 && agreement.previous === undefined) check.report('previous', 'the digest of the version before', undefined);
  if (!agreement.languages.includes(agreement.prevails)) check.report('prevails', 'one of the languages', agreement.prevails);
  for (const name of ['effective', 'sunset'] as const) {
    if (!isInstant(agreement[name])) check.report(name, 'a day that exists', agreement[name]);
  }
  if (agreement.effective >= agreement.sunset) check.report('sunset', `an instant after ${agreement.effective}`, agreement.sunset);
  check.words('title', agreement.title);
  check.distinct(
    'purposes',
    agreement.purposes.map((each) => each.purpose),
  );
  check.distinct(
    'equivalences',
    agreement.equivalences.map((each) => `${each.policy} ${each.word}`),
  );
  parties(check);
  channels(check);
  clauses(check);
  return check.problems;
}
