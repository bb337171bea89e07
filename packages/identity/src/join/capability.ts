import type { Agreement } from '@wasl/agreement';
import { accept, type Json, type Result, refuse } from '@wasl/record';
import type { ObjectReader } from '../json-reader.ts';

/** What one side's software can do. Versions are those of documents and of the exchange protocol. */
export interface CapabilityStatement {
  readonly software: string;
  readonly recordTypes: readonly string[];
  readonly obligations: readonly string[];
  readonly algorithms: readonly string[];
  readonly versions: { readonly agreement: readonly number[]; readonly exchange: readonly number[] };
}

const word = /^[A-Za-z][A-Za-z0-9._+-]{0,63}$/;

/** The statement as JSON. */
export function capabilityJson(statement: CapabilityStatement): Json {
  const { software, recordTypes, obligations, algorithms, versions } = statement;
  return {
    software,
    recordTypes: [...recordTypes],
    obligations: [...obligations],
    algorithms: [...algorithms],
    versions: { agreement: [...versions.agreement], exchange: [...versions.exchange] },
  };
}

function versionsOf(reader: ObjectReader, name: string): readonly number[] {
  const list = reader.raw(name);
  return Array.isArray(list) ? list.filter((item): item is number => typeof item === 'number').slice(0, 100) : [];
}

/** Reads a statement. Throws `join-bundle-malformed`. */
export function readCapability(reader: ObjectReader): CapabilityStatement {
  const versions = reader.object('versions');
  const read = {
    software: reader.text('software', /^[\w .+/-]{1,100}$/),
    recordTypes: reader.texts('recordTypes', { max: 500, form: word }),
    obligations: reader.texts('obligations', { max: 100, form: word }),
    algorithms: reader.texts('algorithms', { max: 20, form: word }),
    versions: { agreement: versionsOf(versions, 'agreement'), exchange: versionsOf(versions, 'exchange') },
  };
  reader.done();
  return read;
}

function both<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return a.filter((item) => b.includes(item));
}

/** What both sides can do, in the order of the first. */
export function commonCapabilities(a: CapabilityStatement, b: CapabilityStatement): Omit<CapabilityStatement, 'software'> {
  return {
    recordTypes: both(a.recordTypes, b.recordTypes),
    obligations: both(a.obligations, b.obligations),
    algorithms: both(a.algorithms, b.algorithms),
    versions: { agreement: both(a.versions.agreement, b.versions.agreement), exchange: both(a.versions.exchange, b.versions.exchange) },
  };
}

/** Whether both sides can keep an agreement: its types, its duties, its version; `join-capability-missing` names all that is missing. */
export function canKeep(agreement: Agreement, common: Omit<CapabilityStatement, 'software'>): Result<true> {
  const types = agreement.topics.flatMap((topic) => topic.types);
  const duties = [...agreement.permits, ...agreement.emergency].flatMap((permit) => permit.obligations.map((duty) => duty.type as string));
  const missing = [
    ...new Set([
      ...types.filter((type) => !common.recordTypes.includes(type)).map((type) => `type ${type}`),
      ...duties.filter((duty) => !common.obligations.includes(duty)).map((duty) => `obligation ${duty}`),
      ...(common.versions.agreement.includes(agreement.v) ? [] : [`agreement version ${agreement.v}`]),
      ...(common.versions.exchange.length > 0 ? [] : ['exchange version']),
      ...(common.algorithms.length > 0 ? [] : ['algorithm']),
    ]),
  ];
  return missing.length === 0
    ? accept(true)
    : refuse('join-capability-missing', `one side cannot do: ${missing.join(', ')}`, { details: { missing } });
}
