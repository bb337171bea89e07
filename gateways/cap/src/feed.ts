import { writeXml, type XmlNode } from '@wasl/gateway-kit';
import type { RecordView } from '@wasl/node';
import type { Json, Mode } from '@wasl/record';
import { blocksOf, textsOf } from './block-rule.ts';

const feedNamespace = 'http://www.w3.org/2005/Atom';

/** The media type of CAP messages (CAP 1.2 §5, IANA `application/cap+xml`). */
export const capMediaType = 'application/cap+xml';

function titleOf(view: RecordView): { readonly lang: string; readonly text: string } {
  for (const name of ['headline', 'event']) {
    const unit: Json | undefined = view.fields.find((field) => field.name === name)?.value;
    const texts = textsOf(unit);
    const original = texts.find((text) => text.status === 'original') ?? texts[0];
    if (original !== undefined) return original;
    const block = blocksOf(unit)?.find((value) => typeof value === 'string');
    if (typeof block === 'string') return { lang: 'und', text: block };
  }
  return { lang: 'en', text: 'Alert' };
}

function entryNode(view: RecordView): XmlNode {
  const title = titleOf(view);
  return {
    name: 'entry',
    children: [
      { name: 'id', text: `urn:wasl:${view.id}` },
      { name: 'title', attributes: { 'xml:lang': title.lang }, text: title.text },
      { name: 'updated', text: view.issuedAt },
      { name: 'author', children: [{ name: 'name', text: view.issuer }] },
      { name: 'category', attributes: { scheme: 'urn:wasl:mode', term: view.mode } },
      { name: 'link', attributes: { rel: 'alternate', type: capMediaType, href: `/gateways/cap/alerts/${view.id}` } },
    ],
  };
}

/** An Atom 1.0 feed (RFC 4287) of alerts of one mode, newest first; links go to `/gateways/cap/alerts/{id}` of the same server. */
export function writeFeed(
  views: readonly RecordView[],
  of: { readonly agency: string; readonly mode: Mode; readonly now: string },
): Uint8Array {
  const newest = views.toSorted((a, b) => b.seq - a.seq);
  return writeXml({
    name: 'feed',
    attributes: { xmlns: feedNamespace },
    children: [
      { name: 'id', text: `urn:wasl:feed:cap:${of.agency}:${of.mode}` },
      { name: 'title', text: `CAP alerts · ${of.agency} · ${of.mode}` },
      { name: 'updated', text: newest[0]?.issuedAt ?? of.now },
      { name: 'link', attributes: { rel: 'self', href: `/gateways/cap/feed.atom?mode=${of.mode}` } },
      ...newest.map(entryNode),
    ],
  });
}
