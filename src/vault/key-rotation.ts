/** How many secrets are sealed with a version of the key. */
export interface KeyUsage {
  readonly version: number;
  readonly secrets: number;
}

/** What one step of a rotation did. */
export interface Resealed {
  readonly count: number;
  /** Names of what cannot be opened, with whatever key: left as it is. */
  readonly damaged: readonly string[];
  /** Name after which the next step goes on; null at the end. */
  readonly last: string | null;
}

/**
 * Seals what a vault holds with the key in use instead of former ones. What is stored stays the same secret in the same
 * version: whoever read it before and replaces it afterwards still does.
 */
export interface KeyRotation {
  /** Version of the key in use. */
  readonly current: number;
  /** Versions of all keys given. */
  readonly versions: readonly number[];
  /** Versions that secrets are sealed with now, in order. */
  usage(): Promise<readonly KeyUsage[]>;
  /**
   * As one step among those of other processes: looks, by name and after the one given, for secrets that are sealed
   * with former keys, and seals up to `limit` of them anew.
   */
  reseal(after: string | null, limit: number): Promise<Resealed>;
  close(): Promise<void>;
}

export interface RotationReport {
  readonly resealed: number;
  /** Names of secrets that cannot be opened, with whatever key. */
  readonly damaged: readonly string[];
  readonly usage: readonly KeyUsage[];
  /** Versions given of which nothing in the vault has any need. */
  readonly removable: readonly number[];
}

/** Secrets at a time: others who write wait for no longer than that takes. */
const AT_ONCE = 50;

/** Goes once over all secrets. May be stopped anywhere: another time does the rest. */
export async function rotate(
  rotation: KeyRotation,
  onProgress: (done: number, total: number) => void,
): Promise<RotationReport> {
  const before = await rotation.usage();
  const total = before.reduce((sum, { version, secrets }) => sum + (version === rotation.current ? 0 : secrets), 0);
  const damaged: string[] = [];
  let resealed = 0;
  for (let after: string | null = null; ;) {
    const step = await rotation.reseal(after, AT_ONCE);
    resealed += step.count;
    damaged.push(...step.damaged);
    // Meanwhile others may have stored something with a former key, or erased what was counted.
    onProgress(Math.min(resealed + damaged.length, total), total);
    if (step.last === null) break;
    after = step.last;
    // Lets those who wait for the lock have it.
    await new Promise(setImmediate);
  }
  const usage = await rotation.usage();
  const isNeeded = (version: number): boolean =>
    version === rotation.current || usage.some((used) => used.version === version);
  return { resealed, damaged, usage, removable: rotation.versions.filter((version) => !isNeeded(version)) };
}
