import type { Verdict } from '../../audit/verify/verify-audit.js';
import { headerIn } from './open.js';
import { verifyPart, type PartVerdict } from './verify-part.js';
import { verifyWhole, type VerifyExportOptions } from './verify-whole.js';

export type ExportVerdict = ({ readonly extent: 'whole' } & Verdict) | ({ readonly extent: 'part' } & PartVerdict);

/** Checks an export against its seals, and against kept ones. @throws ExportUnusableError for what is no export */
export async function verifyExport(options: VerifyExportOptions): Promise<ExportVerdict> {
  const header = await headerIn(options.path);
  return header.extent === 'whole'
    ? { extent: 'whole', ...(await verifyWhole(header, options)) }
    : { extent: 'part', ...(await verifyPart(options)) };
}
