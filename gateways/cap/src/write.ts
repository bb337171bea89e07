import { writeXml, type XmlNode } from '@wasl/gateway-kit';
import { type CapAlert, type CapArea, type CapInfo, type CapNamed, type CapPoint, type CapResource, capNamespace } from './document.ts';

function leaf(name: string, text: string | undefined): XmlNode[] {
  return text === undefined ? [] : [{ name, text }];
}

function leaves(name: string, texts: readonly string[]): XmlNode[] {
  return texts.map((text) => ({ name, text }));
}

function named(name: string, pairs: readonly CapNamed[]): XmlNode[] {
  return pairs.map((pair) => ({ name, children: [...leaf('valueName', pair.name), ...leaf('value', pair.value)] }));
}

function pointText(point: CapPoint): string {
  return `${point.lat},${point.lon}`;
}

function resourceNode(resource: CapResource): XmlNode {
  return {
    name: 'resource',
    children: [
      ...leaf('resourceDesc', resource.desc),
      ...leaf('mimeType', resource.mimeType),
      ...leaf('size', resource.size === undefined ? undefined : String(resource.size)),
      ...leaf('uri', resource.uri),
      ...leaf('derefUri', resource.derefUri),
      ...leaf('digest', resource.digest),
    ],
  };
}

function areaNode(area: CapArea): XmlNode {
  return {
    name: 'area',
    children: [
      ...leaf('areaDesc', area.desc),
      ...leaves(
        'polygon',
        area.polygons.map((points) => points.map(pointText).join(' ')),
      ),
      ...leaves(
        'circle',
        area.circles.map((circle) => `${pointText(circle)} ${circle.radiusKm}`),
      ),
      ...named('geocode', area.geocodes),
      ...leaf('altitude', area.altitude),
      ...leaf('ceiling', area.ceiling),
    ],
  };
}

function infoNode(info: CapInfo): XmlNode {
  return {
    name: 'info',
    children: [
      ...leaf('language', info.language),
      ...leaves('category', info.categories),
      ...leaf('event', info.event),
      ...leaves('responseType', info.responseTypes),
      ...leaf('urgency', info.urgency),
      ...leaf('severity', info.severity),
      ...leaf('certainty', info.certainty),
      ...leaf('audience', info.audience),
      ...named('eventCode', info.eventCodes),
      ...leaf('effective', info.effective),
      ...leaf('onset', info.onset),
      ...leaf('expires', info.expires),
      ...leaf('senderName', info.senderName),
      ...leaf('headline', info.headline),
      ...leaf('description', info.description),
      ...leaf('instruction', info.instruction),
      ...leaf('web', info.web),
      ...leaf('contact', info.contact),
      ...named('parameter', info.parameters),
      ...info.resources.map(resourceNode),
      ...info.areas.map(areaNode),
    ],
  };
}

/** UTF-8 bytes of a CAP 1.2 alert in the order of its schema, without blank optional elements. Reading them gives the same document. */
export function writeCap(alert: CapAlert): Uint8Array {
  const references = alert.references.map((reference) => `${reference.sender},${reference.identifier},${reference.sent}`).join(' ');
  return writeXml({
    name: 'alert',
    attributes: { xmlns: capNamespace },
    children: [
      ...leaf('identifier', alert.identifier),
      ...leaf('sender', alert.sender),
      ...leaf('sent', alert.sent),
      ...leaf('status', alert.status),
      ...leaf('msgType', alert.messageType),
      ...leaf('source', alert.source),
      ...leaf('scope', alert.scope),
      ...leaf('restriction', alert.restriction),
      ...leaf('addresses', alert.addresses),
      ...leaves('code', alert.codes),
      ...leaf('note', alert.note),
      ...leaf('references', references === '' ? undefined : references),
      ...leaf('incidents', alert.incidents),
      ...alert.infos.map(infoNode),
    ],
  });
}
