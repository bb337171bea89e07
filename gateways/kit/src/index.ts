export { codes } from './codes.ts';
export type { DecimalText } from './decimal.ts';
export { parseDecimal, scaleDecimal, unscaleDecimal } from './decimal.ts';
export type {
  GatewayAccess,
  GatewayActor,
  GatewayReader,
  GatewayRequest,
  GatewayResponse,
  GatewayRoute,
  ReleasedRecord,
} from './gateway.ts';
export { jsonAnswer, problemAnswer } from './http-answer.ts';
export type { Finding, Loss, Mapped } from './loss.ts';
export { shown } from './loss.ts';
export { formatOffsetTime, parseOffsetTime } from './offset-time.ts';
export { decodeXmlText } from './text-encoding.ts';
export type { XmlAttribute, XmlBounds, XmlDocument, XmlDropped, XmlElement } from './xml-read.ts';
export { defaultXmlBounds, readXml } from './xml-read.ts';
export type { XmlNode } from './xml-write.ts';
export { carriableText, writeXml } from './xml-write.ts';
