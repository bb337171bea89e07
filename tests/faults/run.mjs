#!/usr/bin/env node
import { runOnNode24 } from '../../tools/node24.mjs';

await runOnNode24(new URL('./run.ts', import.meta.url));
