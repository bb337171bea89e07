export type { LinkOptions, LinkShape, ShapedLink } from './shaped-link.ts';
export { clearShape, openLink } from './shaped-link.ts';
