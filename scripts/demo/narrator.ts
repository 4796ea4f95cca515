/** Tells the story in one readable line a step: who asked for what, and what came of it. */
export class Narrator {
  #step = 0;

  constructor(private readonly write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)) {}

  chapter(title: string): void {
    this.write(`\n${title}`);
  }

  step(who: string, asked: string, outcome: string): void {
    this.#step += 1;
    this.write(`${String(this.#step).padStart(3)}. ${who}: ${asked} → ${outcome}`);
  }

  note(text: string): void {
    this.write(`     ${text}`);
  }
}
