import { desk, instant, integer, line, list, object, recordIdOf, text } from './schema-parts.ts';
import { exportControl, rating, rightsScheme } from './vocabulary/cooperation.ts';
import { credibility, reliability, sourceKind } from './vocabulary/reporting.ts';
import { coded } from './vocabulary/vocabulary.ts';

/** Where information comes from, graded or not; never who. */
export const source = object({ kind: coded(sourceKind), reliability: coded(reliability), credibility: coded(credibility) }, [
  'reliability',
  'credibility',
]);

/** What is taken for granted, by which desk, and until when. */
export const assumption = object({ text: text(1000), owner: desk, reviewBy: instant });

/** A figure as it stands in a text: bound to a claim, or printed as not verified. */
export const boundFigure = {
  ...object({ figure: line, claim: recordIdOf('claim'), unverified: { const: true } }, ['claim', 'unverified']),
  anyOf: [{ required: ['claim'] }, { required: ['unverified'] }],
};

/** A human-rights assessment that was made before assistance (OSJA, or a national one). */
export const rightsAssessment = object({ scheme: coded(rightsScheme), reference: line, rating: coded(rating) }, ['reference', 'rating']);

/** Whether goods or knowledge need a licence, and which. */
export const exportStatus = object({ control: coded(exportControl), permit: line }, ['permit']);

/** A level from 1 to 5. */
export const level = integer(1, 5);

/** A document by its title and reference in the registers of its issuer. */
const paper = object({ title: text(300), reference: line }, ['reference']);
export const papers = list(paper, { max: 64 });
