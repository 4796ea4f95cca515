import { exec } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a shell command without our variables: a KurrentDB that it starts would take those that begin with its name for options. */
export async function runCommand(command: string): Promise<void> {
  const { PATH, HOME } = process.env;
  await promisify(exec)(command, { env: { PATH, HOME } });
}
