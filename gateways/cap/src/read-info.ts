import { parseOffsetTime, shown } from '@wasl/gateway-kit';
import { type CapInfo, type CapResource, categories, certainties, responseTypes, severities, urgencies } from './document.ts';
import { type Collector, type Found, leafText, readSequence, refuseAt, type SequenceItem } from './element-reader.ts';
import { readArea } from './read-area.ts';
import { allEnums, allNamed, maxUriLength, optionalText, optionalTime, requiredEnum, requiredText } from './read-values.ts';

const maxDerefLength = 1 << 19;
const maxTypeLength = 256;
const maxDigestLength = 512;
const maxLanguageLength = 64;
const languagePattern = /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/;

const sequence: readonly SequenceItem[] = [
  { name: 'language', min: 0, max: 1 },
  { name: 'category', min: 1, max: 32 },
  { name: 'event', min: 1, max: 1 },
  { name: 'responseType', min: 0, max: 32 },
  { name: 'urgency', min: 1, max: 1 },
  { name: 'severity', min: 1, max: 1 },
  { name: 'certainty', min: 1, max: 1 },
  { name: 'audience', min: 0, max: 1 },
  { name: 'eventCode', min: 0, max: 256 },
  { name: 'effective', min: 0, max: 1 },
  { name: 'onset', min: 0, max: 1 },
  { name: 'expires', min: 0, max: 1 },
  { name: 'senderName', min: 0, max: 1 },
  { name: 'headline', min: 0, max: 1 },
  { name: 'description', min: 0, max: 1 },
  { name: 'instruction', min: 0, max: 1 },
  { name: 'web', min: 0, max: 1 },
  { name: 'contact', min: 0, max: 1 },
  { name: 'parameter', min: 0, max: 512 },
  { name: 'resource', min: 0, max: 64 },
  { name: 'area', min: 0, max: 256 },
];

const resourceSequence: readonly SequenceItem[] = [
  { name: 'resourceDesc', min: 1, max: 1 },
  { name: 'mimeType', min: 1, max: 1 },
  { name: 'size', min: 0, max: 1 },
  { name: 'uri', min: 0, max: 1 },
  { name: 'derefUri', min: 0, max: 1 },
  { name: 'digest', min: 0, max: 1 },
];

type Groups = ReadonlyMap<string, readonly Found[]>;

/** The entries whose value is present: optional members are absent, never undefined. */
function present<T extends Readonly<Record<string, string | undefined>>>(members: T): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as { readonly [K in keyof T]?: string };
}

function readLanguage(groups: Groups, collector: Collector): string | undefined {
  const found = groups.get('language')?.[0];
  if (found === undefined) return undefined;
  const text = leafText(found, collector).trim();
  if (text.length > maxLanguageLength || !languagePattern.test(text))
    refuseAt(collector, 'cap-value', found.path, `${JSON.stringify(shown(text))}, wanted a language tag such as ar-MA`);
  return text;
}

function readSize(groups: Groups, collector: Collector): number | undefined {
  const found = groups.get('size')?.[0];
  if (found === undefined) return undefined;
  const text = leafText(found, collector).trim();
  const size = /^\+?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(size)) {
    refuseAt(collector, 'cap-number', found.path, `${JSON.stringify(shown(text))} is not a size in bytes`);
    return undefined;
  }
  return size;
}

function readResource(found: Found, collector: Collector): CapResource {
  const groups = readSequence(found, resourceSequence, collector);
  const size = readSize(groups, collector);
  return {
    desc: requiredText(groups, 'resourceDesc', collector),
    mimeType: requiredText(groups, 'mimeType', collector, maxTypeLength),
    ...(size === undefined ? {} : { size }),
    ...present({
      uri: optionalText(groups, 'uri', collector, maxUriLength),
      derefUri: optionalText(groups, 'derefUri', collector, maxDerefLength),
      digest: optionalText(groups, 'digest', collector, maxDigestLength),
    }),
  };
}

function checkTimes(times: { readonly effective?: string; readonly expires?: string }, path: string, collector: Collector): void {
  const effective = parseOffsetTime(times.effective ?? '');
  const expires = parseOffsetTime(times.expires ?? '');
  if (effective !== undefined && expires !== undefined && expires < effective) {
    collector.findings.push({ path: `${path}/expires`, reason: 'expires-before-effective' });
  }
}

/** One `info` block (CAP 1.2 §3.2.2). */
export function readInfo(found: Found, collector: Collector): CapInfo {
  const groups = readSequence(found, sequence, collector);
  const times = present({
    effective: optionalTime(groups, 'effective', collector),
    onset: optionalTime(groups, 'onset', collector),
    expires: optionalTime(groups, 'expires', collector),
  });
  checkTimes(times, found.path, collector);
  return {
    ...present({ language: readLanguage(groups, collector) }),
    categories: allEnums(groups, 'category', categories, collector),
    event: requiredText(groups, 'event', collector),
    responseTypes: allEnums(groups, 'responseType', responseTypes, collector),
    urgency: requiredEnum(groups, 'urgency', urgencies, collector),
    severity: requiredEnum(groups, 'severity', severities, collector),
    certainty: requiredEnum(groups, 'certainty', certainties, collector),
    eventCodes: allNamed(groups, 'eventCode', collector),
    ...times,
    ...present({
      audience: optionalText(groups, 'audience', collector),
      senderName: optionalText(groups, 'senderName', collector),
      headline: optionalText(groups, 'headline', collector),
      description: optionalText(groups, 'description', collector),
      instruction: optionalText(groups, 'instruction', collector),
      web: optionalText(groups, 'web', collector, maxUriLength)?.trim(),
      contact: optionalText(groups, 'contact', collector),
    }),
    parameters: allNamed(groups, 'parameter', collector),
    resources: (groups.get('resource') ?? []).map((resource) => readResource(resource, collector)),
    areas: (groups.get('area') ?? []).map((area) => readArea(area, collector)),
  };
}
