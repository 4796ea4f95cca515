import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** The file is there but cannot be understood. It is never written over. */
export class SecretsFileError extends Error {
  readonly code = 'SECRETS_FILE';
  constructor(path: string) {
    super(`${path} is damaged. Restore it, or remove it and lose what its secrets protect.`);
    this.name = new.target.name;
  }
}

/** A file of secrets in a private folder, readable by its owner alone. */
export class SecretsFile<Content> {
  readonly path: string;

  constructor(
    private readonly folder: string,
    name: string,
    private readonly shape: z.ZodType<Content>,
  ) {
    this.path = join(folder, name);
  }

  /** Of several processes that make it at once, the first wins and all use its content. @throws SecretsFileError */
  async readOrMake(make: () => Promise<Content>): Promise<{ readonly content: Content; readonly made: boolean }> {
    const found = await this.#read();
    if (found) return { content: found, made: false };
    const made = await this.#publish(await make());
    const content = await this.#read();
    if (!content) throw new SecretsFileError(this.path);
    return { content, made };
  }

  /** The former content is gone only when the new one is on disk. For who alone uses the folder. */
  async replace(content: Content): Promise<void> {
    const draft = await this.#draft(content);
    await rename(draft, this.path);
    const folder = await open(this.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  async #read(): Promise<Content | null> {
    const text = await readFile(this.path, 'utf8').catch(ifThere);
    if (text === null) return null;
    try {
      return this.shape.parse(JSON.parse(text));
    } catch {
      // The cause would quote what it could not parse (R29).
      throw new SecretsFileError(this.path);
    }
  }

  /** `link` never replaces a file. */
  async #publish(content: Content): Promise<boolean> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const draft = await this.#draft(content);
    try {
      await link(draft, this.path);
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    } finally {
      await unlink(draft);
    }
  }

  /** Complete on disk before it has its name. Resolves to the one that it has meanwhile. */
  async #draft(content: Content): Promise<string> {
    const draft = `${this.path}.${randomBytes(8).toString('hex')}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return draft;
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function ifThere(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}
