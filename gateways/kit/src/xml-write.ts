/** What the writer takes: an element with attributes written as given, and either text or children (never both). */
export interface XmlNode {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly children?: readonly XmlNode[];
}

const markup: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly the characters that XML 1.0 cannot carry.
const impossible = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Replaces what XML 1.0 §2.2 cannot carry (controls, U+FFFE, U+FFFF, half surrogate pairs) by U+FFFD. */
export function carriableText(text: string): string {
  return text.toWellFormed().replace(impossible, '\ufffd');
}

function escapeText(text: string): string {
  return carriableText(text).replace(/[&<>\r]/g, (character) => markup[character] ?? character);
}

function escapeAttribute(text: string): string {
  return carriableText(text).replace(/[&<>"\r\n\t]/g, (character) => markup[character] ?? character);
}

function write(node: XmlNode, indent: string, out: string[]): void {
  const attributes = Object.entries(node.attributes ?? {})
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('');
  const children = node.children ?? [];
  if (children.length > 0) {
    out.push(`${indent}<${node.name}${attributes}>\n`);
    for (const child of children) write(child, `${indent}  `, out);
    out.push(`${indent}</${node.name}>\n`);
    return;
  }
  const text = escapeText(node.text ?? '');
  out.push(text === '' ? `${indent}<${node.name}${attributes}/>\n` : `${indent}<${node.name}${attributes}>${text}</${node.name}>\n`);
}

/** UTF-8 bytes of a document: declaration, two-space indentation, one element a line; text is escaped, carriage returns kept as references. */
export function writeXml(root: XmlNode): Uint8Array {
  const out = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  write(root, '', out);
  return new TextEncoder().encode(out.join(''));
}
