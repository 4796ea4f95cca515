import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGongxiangSchema } from '../schema/build.js';
import { emittedFiles } from '../schema/emitted.js';

/** Writes the schema as clients see it beside its code. */
async function emit(): Promise<void> {
  const folder = join(process.cwd(), 'schema');
  for (const [name, text] of Object.entries(emittedFiles(await buildGongxiangSchema()))) {
    writeFileSync(join(folder, name), text);
    console.log(`Wrote schema/${name}.`);
  }
}

void emit();
