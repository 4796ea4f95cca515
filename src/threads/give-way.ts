import { constants, getPriority, setPriority } from 'node:os';

/**
 * A third of the weight: where processors are short, a thread that always has work still gets a quarter of one
 * beside a thread that answers.
 */
const STEPS_DOWN = 5;

/**
 * Lets those who answer commands and queries go first where processors are short. Linux gives each thread a priority of
 * its own; elsewhere it would be the whole process's, and nothing is done.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + STEPS_DOWN));
  } catch {
    // Where the system forbids it, threads compete as equals.
  }
}
