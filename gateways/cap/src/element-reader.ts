import { type Finding, type Loss, shown, type XmlElement } from '@wasl/gateway-kit';
import type { Refusal } from '@wasl/record';
import type { codes } from './codes.ts';
import { capNamespace, signatureNamespace } from './document.ts';

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';
const maxReasons = 100;

/** Collects every reason, loss and finding of one document; reasons stop at 100. */
export interface Collector {
  readonly reasons: Refusal[];
  readonly losses: Loss[];
  readonly findings: Finding[];
}

/** Notes a reason to refuse the document. */
export function refuseAt(collector: Collector, code: keyof typeof codes, path: string, message: string): void {
  if (collector.reasons.length < maxReasons) collector.reasons.push({ code, message, path });
}

/** One element of a sequence: how often it may stand there. */
export interface SequenceItem {
  readonly name: string;
  readonly min: 0 | 1;
  readonly max: number;
}

/** An element found in a sequence, with its path. */
export interface Found {
  readonly element: XmlElement;
  readonly path: string;
}

function checkAttributes(element: XmlElement, path: string, collector: Collector): void {
  for (const attribute of element.attributes) {
    if (attribute.namespace === schemaInstance && attribute.name !== 'type') {
      collector.losses.push({ path: `${path}/@xsi:${shown(attribute.name)}`, reason: 'schema-hint' });
    } else {
      refuseAt(collector, 'cap-unexpected-attribute', path, `attribute ${shown(attribute.name)}`);
    }
  }
}

function pathsOf(parent: string, children: readonly XmlElement[], repeated: ReadonlySet<string>): string[] {
  const counts = new Map<string, number>();
  return children.map((child) => {
    const count = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, count);
    return repeated.has(child.name) ? `${parent}/${child.name}[${count}]` : `${parent}/${child.name}`;
  });
}

function place(
  child: Found,
  items: readonly SequenceItem[],
  state: { at: number },
  groups: Map<string, Found[]>,
  collector: Collector,
): void {
  const name = child.element.name;
  const index = child.element.namespace === capNamespace ? items.findIndex((item) => item.name === name) : -1;
  const item = items[index];
  if (item === undefined) {
    const other = child.element.namespace === capNamespace ? '' : ` of namespace ${shown(child.element.namespace)}`;
    refuseAt(collector, 'cap-unexpected-element', child.path, `element ${shown(name)}${other} is not expected here`);
    return;
  }
  const group = groups.get(name) ?? [];
  if (index < state.at) {
    refuseAt(collector, 'cap-element-order', child.path, `${name} stands after ${items[state.at]?.name ?? 'the end'}`);
  } else if (group.length >= item.max) {
    if (group.length === item.max) refuseAt(collector, 'cap-too-many-elements', child.path, `more than ${item.max} of ${name}`);
  }
  state.at = Math.max(state.at, index);
  if (group.length <= item.max) group.push(child);
  groups.set(name, group);
}

/**
 * Splits an element's children by the schema's `xs:sequence`: notes what is unexpected, out of order, missing or too many, and gives what
 * stands there by name. Signatures are noted as a loss where `signatures` allows them.
 */
export function readSequence(
  parent: Found,
  items: readonly SequenceItem[],
  collector: Collector,
  options: { readonly signatures?: boolean } = {},
): ReadonlyMap<string, readonly Found[]> {
  checkAttributes(parent.element, parent.path, collector);
  const { children } = parent.element;
  const repeated = new Set(items.filter((item) => item.max > 1).map((item) => item.name));
  const paths = pathsOf(parent.path, children, repeated);
  const groups = new Map<string, Found[]>();
  const state = { at: 0 };
  if (parent.element.mixed || (children.length === 0 && parent.element.text.trim() !== '')) {
    refuseAt(collector, 'cap-unexpected-text', parent.path, 'text between elements');
  }
  let signed = false;
  children.forEach((element, position) => {
    const path = paths[position] ?? parent.path;
    if (options.signatures === true && element.namespace === signatureNamespace) {
      signed = true;
      collector.losses.push({ path: `${parent.path}/${element.name}`, reason: 'signature' });
    } else if (signed) {
      refuseAt(collector, 'cap-element-order', path, `${shown(element.name)} stands after a signature`);
    } else {
      place({ element, path }, items, state, groups, collector);
    }
  });
  for (const item of items) {
    if (item.min === 1 && !groups.has(item.name)) {
      refuseAt(collector, 'cap-missing-element', `${parent.path}/${item.name}`, `${item.name} is missing`);
    }
  }
  return groups;
}

/** The text of a leaf element, as written; notes child elements and attributes as reasons. */
export function leafText(found: Found, collector: Collector): string {
  checkAttributes(found.element, found.path, collector);
  if (found.element.children.length > 0) refuseAt(collector, 'cap-unexpected-text', found.path, 'elements where only text may stand');
  return found.element.text;
}
