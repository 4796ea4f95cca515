import { Neighbours, sizesOf, tellBetween, type Finding } from '../../audit/verify/finding.js';
import type { Verdict } from '../../audit/verify/verify-audit.js';
import type { Proof } from '../format/contents.js';
import { LineChecks } from './damaged-lines.js';
import { heldByKept } from './held-by-kept.js';
import { lineFindings } from './line-findings.js';
import { Numbering } from './numbering.js';
import { linesIn } from './open.js';
import { isProved, itemOn, type PartItem } from './part-item.js';
import { checkPartSeals, type CheckedPartSeals } from './part-seals.js';
import type { VerifyExportOptions } from './verify-whole.js';

export interface PartVerdict extends Verdict {
  /** How many of the proved events a kept seal holds fast. */
  readonly held: number;
}

/** Checks each event of a part against its proof, each proof against its seal, and the seals against each other. */
export async function verifyPart({ path, kept, onProgress }: VerifyExportOptions): Promise<PartVerdict> {
  const seals = await checkPartSeals(path);
  const { heldUpTo, findings: ofKept } = heldByKept(kept, seals);
  const items = new PartItems(seals, heldUpTo);
  const checks = new LineChecks(null);
  let bytes = 0;
  for await (const lines of linesIn(path)) {
    for (const line of lines) {
      const read = checks.check(line);
      const item = read && itemOn(line.number, read);
      if (item) items.take(item);
      bytes += line.bytes.length + 1;
    }
    onProgress(bytes);
  }
  checks.finish();
  const { sealed, held } = items;
  const findings = [...seals.findings, ...ofKept, ...items.findings(checks.told ?? checks.events)];
  return {
    findings: [...findings, ...lineFindings(findings, checks, new Neighbours(seals.seals))],
    events: checks.events,
    sealed,
    seals: seals.seals,
    held,
  };
}

class PartItems {
  sealed = 0;
  held = 0;
  readonly #findings: Finding[] = [];
  readonly #numbering = new Numbering<PartItem>();
  readonly #neighbours: Neighbours;
  /** Place in the log of the last one that has a proof. */
  #proved: number | null = null;
  /** The last one that is what its proof proves: numbers can be written anew, places in the log cannot. */
  #sound: { readonly number: number; readonly index: number } | null = null;
  /** Ones without a proof, which must stand behind all that have one. */
  #unproved: PartItem | null = null;

  constructor(
    private readonly seals: CheckedPartSeals,
    private readonly heldUpTo: number,
  ) {
    this.#neighbours = new Neighbours([...seals.good.values()]);
  }

  take(item: PartItem): void {
    this.#numbering.add(item);
    const { proof } = item;
    if (proof === null) {
      this.#unproved ??= item;
      return;
    }
    if (proof === 'UNREADABLE') {
      this.#tell('EVENT_CHANGED', item, 'has a proof that is none', this.#proved);
      return;
    }
    this.#proved = proof.index;
    if (this.#unproved !== null) {
      this.#tell('EVENT_CHANGED', this.#unproved, 'has no proof, and one behind it has', proof.index);
      this.#unproved = null;
    }
    this.#check(item, proof);
  }

  /** @param count how many there should be */
  findings(count: number): readonly Finding[] {
    const { moved, added, missing } = this.#numbering.end(count);
    for (const item of moved) this.#tell('EVENT_MOVED', item, 'stands elsewhere than it was written');
    for (const item of added) this.#tell('EVENT_INSERTED', item, 'was inserted: another one has its number');
    for (const { before, count: lacking } of missing) {
      const index = (before && indexOf(before)) ?? this.#proved ?? 0;
      const where = before === null ? 'at the end' : `in front of event ${before.eventId} (line ${before.line})`;
      const around = this.#neighbours.of(index);
      const message = `Events, ${lacking} in number, were removed ${where}: ${tellBetween(around)}.`;
      this.#findings.push({ damage: 'EVENT_REMOVED', message, index, eventId: null, between: sizesOf(around) });
    }
    return this.#findings;
  }

  #check(item: PartItem, proof: Proof): void {
    const seal = this.seals.good.get(proof.treeSize);
    if (seal !== undefined && isProved(item, proof, seal)) {
      this.#checkPlace(item, proof.index);
      this.sealed += 1;
      if (proof.treeSize <= this.heldUpTo) this.held += 1;
      return;
    }
    const isThere = this.seals.seals.some(({ treeSize }) => treeSize === proof.treeSize);
    if (seal !== undefined) this.#tell('EVENT_CHANGED', item, 'is not what its proof proves');
    // A seal that is forged is told of already.
    else if (!isThere) this.#tell('SEAL_MISSING', item, `is proved under a seal of ${proof.treeSize} that is missing`);
  }

  /** Where the numbers are out of order as well, they tell more. */
  #checkPlace(item: PartItem, index: number): void {
    const before = this.#sound;
    this.#sound = { number: item.number, index };
    if (before === null || item.number <= before.number || index > before.index) return;
    if (index === before.index) this.#tell('EVENT_INSERTED', item, 'was inserted: it stands there twice');
    else this.#tell('EVENT_MOVED', item, 'stands behind one that came after it');
  }

  #tell(damage: Finding['damage'], item: PartItem, what: string, index = indexOf(item)): void {
    const { eventId, line } = item;
    const around = this.#neighbours.of(index ?? Infinity);
    const message = `Event ${eventId} (line ${line}) ${what}: ${tellBetween(around)}.`;
    this.#findings.push({ damage, message, index, eventId, line, between: sizesOf(around) });
  }
}

const indexOf = ({ proof }: PartItem): number | null => (proof === null || proof === 'UNREADABLE' ? null : proof.index);
