import { SaxesParser, type SaxesTagNS } from 'saxes';
import { fail } from './codes.ts';
import { decodeXmlText } from './text-encoding.ts';

/** An attribute with its namespace (empty when it has none). Namespace declarations are not attributes. */
export interface XmlAttribute {
  readonly name: string;
  readonly namespace: string;
  readonly value: string;
}

/** An element: local name, namespace, and either child elements or text. `mixed` says that text other than white space stood beside children. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly mixed: boolean;
  readonly line: number;
}

/** What was read over: never fetched, never interpreted, reported by the gateway as a loss. */
export interface XmlDropped {
  readonly kind: 'instruction' | 'comment';
  readonly target: string;
  readonly line: number;
}

/** A parsed document. */
export interface XmlDocument {
  readonly root: XmlElement;
  readonly dropped: readonly XmlDropped[];
}

/** Bounds checked before and while parsing. Lengths are UTF-16 units but for `maxBytes`; `instructions` lists the targets that are read over. */
export interface XmlBounds {
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
  readonly maxAttributes: number;
  readonly maxNameLength: number;
  readonly maxAttributeLength: number;
  readonly maxTextLength: number;
  readonly maxDropped: number;
  readonly instructions: readonly string[];
}

/** One MiB, 32 levels, 20,000 elements, 32 attributes an element; no processing instruction. */
export const defaultXmlBounds: XmlBounds = {
  maxBytes: 1 << 20,
  maxDepth: 32,
  maxElements: 20_000,
  maxAttributes: 32,
  maxNameLength: 128,
  maxAttributeLength: 4096,
  maxTextLength: 1 << 19,
  maxDropped: 256,
  instructions: [],
};

interface Building {
  name: string;
  namespace: string;
  attributes: XmlAttribute[];
  children: XmlElement[];
  text: string[];
  textLength: number;
  line: number;
}

const blank = /^[\t\n\r ]*$/;

function attributesOf(tag: SaxesTagNS, bounds: XmlBounds): XmlAttribute[] {
  const found: XmlAttribute[] = [];
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.value.length > bounds.maxAttributeLength) {
      throw fail(
        'xml-too-long',
        `attribute ${attribute.local.slice(0, 40)} has ${attribute.value.length} characters, at most ${bounds.maxAttributeLength}`,
      );
    }
    if (attribute.prefix === 'xmlns' || attribute.name === 'xmlns') continue;
    found.push({ name: attribute.local, namespace: attribute.uri, value: attribute.value });
  }
  return found;
}

function finish(building: Building): XmlElement {
  const text = building.text.join('');
  const hasChildren = building.children.length > 0;
  return {
    name: building.name,
    namespace: building.namespace,
    attributes: building.attributes,
    children: building.children,
    text: hasChildren ? '' : text,
    mixed: hasChildren && !blank.test(text),
    line: building.line,
  };
}

function malformed(error: Error): Error {
  const text = error.message.slice(0, 200);
  return text.includes('undefined entity') ? fail('xml-entity', text) : fail('xml-malformed', text);
}

/**
 * Reads bytes as XML 1.0 with namespaces into a bounded tree. Does no I/O whatever the document names: a document type declaration,
 * an entity beyond `amp lt gt quot apos`, and a processing instruction not listed in the bounds are refused.
 * Throws `xml-too-large`, `xml-too-deep`, `xml-too-many`, `xml-too-long`, `xml-encoding`, `xml-encoding-mismatch`, `xml-malformed`,
 * `xml-doctype`, `xml-entity`, `xml-instruction`; nothing else. Time is linear in the bytes.
 */
export function readXml(bytes: Uint8Array, options: Partial<XmlBounds> = {}): XmlDocument {
  const bounds: XmlBounds = { ...defaultXmlBounds, ...options };
  if (bytes.length > bounds.maxBytes) throw fail('xml-too-large', `${bytes.length} bytes, at most ${bounds.maxBytes}`);
  const source = decodeXmlText(bytes);
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  const open: Building[] = [];
  const dropped: XmlDropped[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  let attributes = 0;

  const drop = (kind: XmlDropped['kind'], target: string): void => {
    if (dropped.length >= bounds.maxDropped) throw fail('xml-too-many', `more than ${bounds.maxDropped} comments and instructions`);
    dropped.push({ kind, target, line: parser.line });
  };
  const addText = (text: string): void => {
    const current = open.at(-1);
    if (current === undefined) return;
    current.textLength += text.length;
    if (current.textLength > bounds.maxTextLength) {
      throw fail('xml-too-long', `the text of ${current.name} has more than ${bounds.maxTextLength} characters`);
    }
    current.text.push(text);
  };

  parser.on('error', (error) => {
    throw malformed(error);
  });
  parser.on('xmldecl', (decl) => {
    if (decl.version !== '1.0') throw fail('xml-malformed', `XML version ${JSON.stringify(decl.version ?? '')}, wanted 1.0`);
  });
  parser.on('doctype', () => {
    throw fail('xml-doctype', `a document type declaration on line ${parser.line}; none is read`);
  });
  parser.on('processinginstruction', ({ target }) => {
    if (!bounds.instructions.includes(target))
      throw fail('xml-instruction', `processing instruction ${JSON.stringify(target.slice(0, 40))}`);
    drop('instruction', target);
  });
  parser.on('comment', () => drop('comment', ''));
  parser.on('opentagstart', (tag) => {
    elements += 1;
    attributes = 0;
    if (elements > bounds.maxElements) throw fail('xml-too-many', `more than ${bounds.maxElements} elements`);
    if (open.length >= bounds.maxDepth) throw fail('xml-too-deep', `more than ${bounds.maxDepth} levels`);
    if (tag.name.length > bounds.maxNameLength) throw fail('xml-too-long', `an element name has ${tag.name.length} characters`);
  });
  parser.on('attribute', (attribute) => {
    attributes += 1;
    if (attributes > bounds.maxAttributes) throw fail('xml-too-many', `more than ${bounds.maxAttributes} attributes in one element`);
    if (attribute.name.length > bounds.maxNameLength)
      throw fail('xml-too-long', `an attribute name has ${attribute.name.length} characters`);
  });
  parser.on('opentag', (tag) => {
    open.push({
      name: tag.local,
      namespace: tag.uri,
      attributes: attributesOf(tag, bounds),
      children: [],
      text: [],
      textLength: 0,
      line: parser.line,
    });
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const done = open.pop();
    if (done === undefined) return;
    const element = finish(done);
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  });
  parser.write(source).close();
  if (root === undefined) throw fail('xml-malformed', 'the document has no element');
  return { root, dropped };
}
