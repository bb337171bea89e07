import { type AgencyId, type Crypto, isAgencyId, isDeskId, type Mode, modes, parseAgencyId } from '@wasl/record';
import { fail } from './codes.ts';
import { digestOf, listOf, membersOf, parseMembers, strictlyAscending, textOf } from './members.ts';
import { isSize } from './size.ts';

/** The head of the log that this one goes on from after a change of audience or a restore (LG1, DU4). `root` is base64url. */
export interface Continues {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** Leaf 0 of every log: what the log is, for whom, and under which agreement (LG1). */
export interface Descriptor {
  readonly v: 1;
  /** 128 random bits, base64url: two logs of one channel never share an origin, and an origin says nothing to a witness. */
  readonly salt: string;
  /** Digest of the first version of the agreement, base64url. */
  readonly agreement: string;
  readonly issuer: AgencyId;
  /** Agencies or desks that read the log, sorted, each once. */
  readonly audience: readonly string[];
  readonly topic: string;
  readonly mode: Mode;
  readonly epoch: number;
  readonly continues?: Continues;
}

const maxDescriptorLength = 8192;
const maxAudience = 64;
const saltForm = /^[A-Za-z0-9_-]{21}[AQgw]$/;
const topicForm = /^[a-z][A-Za-z0-9-]{0,63}$/;
/** Form of the origin of a Wasl log: the issuer, a slash, 43 characters of digest. */
export const originForm = /^[a-z]{2,12}\.[a-z][a-z0-9-]{0,31}\/[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

function refused(path: string, why: string) {
  return fail('descriptor-malformed', `log descriptor${path}: ${why}`, { path });
}

/** Canonical JSON of the descriptor. Throws `descriptor-malformed` for what parseDescriptor would refuse. */
export function encodeDescriptor(descriptor: Descriptor): string {
  const text = canonicalDescriptor(descriptor);
  parseDescriptor(text);
  return text;
}

/** Reads a descriptor that is byte for byte canonical. Throws `descriptor-malformed` with the path of the member at fault. */
export function parseDescriptor(text: string): Descriptor {
  const required = ['agreement', 'audience', 'epoch', 'issuer', 'mode', 'salt', 'topic', 'v'];
  const members = parseMembers(text, { maxLength: maxDescriptorLength, required, optional: ['continues'] }, refused);
  if (members['v'] !== 1) throw refused('/v', 'wanted 1');
  if (!isSize(members['epoch'])) throw refused('/epoch', 'not an integer from 0');
  const mode = modes.find((known) => known === members['mode']);
  if (mode === undefined) throw refused('/mode', `wanted one of ${modes.join(', ')}`);
  const issuer = members['issuer'];
  if (typeof issuer !== 'string' || !isAgencyId(issuer)) throw refused('/issuer', 'not an agency');
  const descriptor: Descriptor = {
    v: 1,
    salt: textOf(members['salt'], saltForm, refused, '/salt'),
    agreement: digestOf(members['agreement'], refused, '/agreement'),
    issuer,
    audience: parseAudience(members['audience']),
    topic: textOf(members['topic'], topicForm, refused, '/topic'),
    mode,
    epoch: members['epoch'],
    ...(members['continues'] === undefined ? {} : { continues: parseContinues(members['continues']) }),
  };
  if (canonicalDescriptor(descriptor) !== text) throw refused('', 'not the canonical JSON of its own content');
  return descriptor;
}

/** The log's origin: `<issuer>/<base64url SHA-256 of the descriptor text>`. Throws `descriptor-malformed`. */
export function originOf(descriptorText: string, crypto: Crypto): string {
  return `${parseDescriptor(descriptorText).issuer}/${crypto.sha256Text(descriptorText)}`;
}

/** The agency that issues the log of an origin. Throws `id-invalid` for an origin that is not a Wasl log's. */
export function issuerOf(origin: string): AgencyId {
  return parseAgencyId(origin.slice(0, Math.max(0, origin.indexOf('/'))));
}

function parseAudience(value: unknown): readonly string[] {
  const audience = listOf(value, maxAudience, refused, '/audience').map((reader, i) => {
    if (typeof reader === 'string' && (isAgencyId(reader) || isDeskId(reader))) return reader;
    throw refused(`/audience/${i}`, 'not an agency or desk');
  });
  if (audience.length === 0) throw refused('/audience', 'empty, wanted at least one reader');
  return strictlyAscending(audience, refused, '/audience');
}

function parseContinues(value: unknown): Continues {
  const members = membersOf(value, { required: ['origin', 'root', 'size'] }, refused, '/continues');
  if (!isSize(members['size'])) throw refused('/continues/size', 'not a tree size');
  return {
    origin: textOf(members['origin'], originForm, refused, '/continues/origin'),
    root: digestOf(members['root'], refused, '/continues/root'),
    size: members['size'],
  };
}

// Members stand in the order of RFC 8785, so that JSON.stringify writes the canonical text.
function canonicalDescriptor(descriptor: Descriptor): string {
  const { agreement, audience, continues, epoch, issuer, mode, salt, topic, v } = descriptor;
  const before = continues === undefined ? undefined : { origin: continues.origin, root: continues.root, size: continues.size };
  return JSON.stringify({ agreement, audience, continues: before, epoch, issuer, mode, salt, topic, v });
}
