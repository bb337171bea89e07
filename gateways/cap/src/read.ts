import { defaultXmlBounds, type Finding, type Loss, readXml, type XmlBounds, type XmlDocument } from '@wasl/gateway-kit';
import { type Refusal, refusalOf } from '@wasl/record';
import { type CapAlert, capNamespace, messageTypes, scopes, statuses } from './document.ts';
import { type Collector, readSequence, refuseAt, type SequenceItem } from './element-reader.ts';
import { readInfo } from './read-info.ts';
import { allTexts, maxValueLength, optionalText, parseReferences, requiredEnum, requiredIdentifier, requiredTime } from './read-values.ts';

/** Largest CAP document that is read: 1 MiB. */
export const maxAlertBytes = 1 << 20;

/** A document with what was read over, or every reason why there is none. */
export type ReadAlert =
  | { readonly ok: true; readonly alert: CapAlert; readonly losses: readonly Loss[]; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly reasons: readonly Refusal[] };

const bounds: Partial<XmlBounds> = { ...defaultXmlBounds, maxBytes: maxAlertBytes, instructions: ['xml-stylesheet'] };

const sequence: readonly SequenceItem[] = [
  { name: 'identifier', min: 1, max: 1 },
  { name: 'sender', min: 1, max: 1 },
  { name: 'sent', min: 1, max: 1 },
  { name: 'status', min: 1, max: 1 },
  { name: 'msgType', min: 1, max: 1 },
  { name: 'source', min: 0, max: 1 },
  { name: 'scope', min: 1, max: 1 },
  { name: 'restriction', min: 0, max: 1 },
  { name: 'addresses', min: 0, max: 1 },
  { name: 'code', min: 0, max: 256 },
  { name: 'note', min: 0, max: 1 },
  { name: 'references', min: 0, max: 1 },
  { name: 'incidents', min: 0, max: 1 },
  { name: 'info', min: 0, max: 32 },
];

/** The rules between elements: CAP 1.2 §3.2.1 on restriction, addresses and references. */
function checkAcross(alert: CapAlert, collector: Collector): void {
  if (alert.scope === 'Restricted' && alert.restriction === undefined) {
    refuseAt(collector, 'cap-restriction', '/alert/restriction', 'scope Restricted without a restriction');
  }
  if (alert.scope !== 'Restricted' && alert.restriction !== undefined) {
    refuseAt(collector, 'cap-restriction', '/alert/restriction', `a restriction with scope ${alert.scope}`);
  }
  if (alert.scope === 'Private' && alert.addresses === undefined) {
    refuseAt(collector, 'cap-addresses', '/alert/addresses', 'scope Private without addresses');
  }
  const settled = collector.reasons.some((reason) => reason.code === 'cap-references');
  if (alert.messageType !== 'Alert' && alert.references.length === 0 && !settled) {
    refuseAt(collector, 'cap-references', '/alert/references', `msgType ${alert.messageType} without references`);
  }
}

function readAlert(document: XmlDocument, collector: Collector): CapAlert {
  const groups = readSequence({ element: document.root, path: '/alert' }, sequence, collector, { signatures: true });
  const source = optionalText(groups, 'source', collector);
  const restriction = optionalText(groups, 'restriction', collector);
  const addresses = optionalText(groups, 'addresses', collector);
  const note = optionalText(groups, 'note', collector);
  const incidents = optionalText(groups, 'incidents', collector, maxValueLength);
  const alert: CapAlert = {
    identifier: requiredIdentifier(groups, 'identifier', collector),
    sender: requiredIdentifier(groups, 'sender', collector),
    sent: requiredTime(groups, 'sent', collector),
    status: requiredEnum(groups, 'status', statuses, collector),
    messageType: requiredEnum(groups, 'msgType', messageTypes, collector),
    ...(source === undefined ? {} : { source }),
    scope: requiredEnum(groups, 'scope', scopes, collector),
    ...(restriction === undefined ? {} : { restriction }),
    ...(addresses === undefined ? {} : { addresses }),
    codes: allTexts(groups, 'code', collector),
    ...(note === undefined ? {} : { note }),
    references: parseReferences(groups, collector),
    ...(incidents === undefined ? {} : { incidents }),
    infos: (groups.get('info') ?? []).map((info) => readInfo(info, collector)),
  };
  checkAcross(alert, collector);
  return alert;
}

/**
 * Reads bytes as one CAP 1.2 alert, strictly: namespace, order and cardinality of the schema, enumerations, times with offset, geometry,
 * and the rules of the standard's text between elements. Every bad field is a reason with its path (at most 100); XML that cannot be read
 * is one reason with a code of gateways/kit. Never throws, never does I/O; time is linear in the bytes (at most 1 MiB).
 */
export function readCap(bytes: Uint8Array): ReadAlert {
  let document: XmlDocument;
  try {
    document = readXml(bytes, bounds);
  } catch (error) {
    return { ok: false, reasons: [refusalOf(error)] };
  }
  const collector: Collector = { reasons: [], losses: [], findings: [] };
  if (document.root.name !== 'alert' || document.root.namespace !== capNamespace) {
    const seen = `{${document.root.namespace.slice(0, 80)}}${document.root.name.slice(0, 40)}`;
    return { ok: false, reasons: [{ code: 'cap-namespace', message: `${seen}, wanted {${capNamespace}}alert`, path: '/' }] };
  }
  for (const dropped of document.dropped) {
    collector.losses.push({ path: `line ${dropped.line}`, value: dropped.target, reason: dropped.kind });
  }
  const alert = readAlert(document, collector);
  if (collector.reasons.length > 0) return { ok: false, reasons: collector.reasons };
  return { ok: true, alert, losses: collector.losses, findings: collector.findings };
}
