export { type StoreHarness, storeConformance } from './store.ts';
export { commitOf, commitOfNew, type Sample, SampleLog, sampleHashing, sampleRecord } from './store-samples.ts';
