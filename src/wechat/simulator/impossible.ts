/** Somebody asked the simulator for what cannot be: a mistake of whoever plays with it, none of the platform's. */
export class ImpossibleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
