import type { Seal } from '../../audit/seal.js';
import { Neighbours } from '../../audit/verify/finding.js';
import { verifyAudit, type Verdict } from '../../audit/verify/verify-audit.js';
import type { WholeHeader } from '../format/contents.js';
import { LineChecks } from './damaged-lines.js';
import { ExportedSeals } from './exported-seals.js';
import { foundInFile } from './found-in-file.js';
import { lineFindings } from './line-findings.js';

export interface VerifyExportOptions {
  readonly path: string;
  /** Seals that somebody kept elsewhere. */
  readonly kept: readonly Seal[];
  /** Told with the bytes read so far. */
  readonly onProgress: (bytes: number) => void;
}

/** Checks a whole export as a store is checked, and every line besides: also what no seal is about. */
export async function verifyWhole(header: WholeHeader, options: VerifyExportOptions): Promise<Verdict> {
  const { path, kept, onProgress } = options;
  const checks = new LineChecks(header.leaves);
  const seals = await ExportedSeals.of(path, header);
  try {
    const verdict = await verifyAudit({
      found: foundInFile(path, checks, onProgress),
      seals,
      kept,
      onProgress: () => undefined,
    });
    const ofLines = lineFindings(verdict.findings, checks, new Neighbours(verdict.seals));
    return { ...verdict, findings: [...verdict.findings, ...ofLines] };
  } finally {
    await seals.close();
  }
}
