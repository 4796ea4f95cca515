/** Makes secrets and other random values, and remembers every secret that it made. */
export class Mint {
  private readonly made: string[] = [];

  constructor(private readonly random: (bytes: number) => Buffer) {}

  /** Such as `preauthcode@@@…`. */
  secret(kind: string): string {
    const secret = `${kind}@@@${this.random(24).toString('base64url')}`;
    this.made.push(secret);
    return secret;
  }

  /** One that was made before a restart. */
  recall(secret: string): void {
    this.made.push(secret);
  }

  bytes(count: number): Buffer {
    return this.random(count);
  }

  hex(bytes: number): string {
    return this.random(bytes).toString('hex');
  }

  secrets(): readonly string[] {
    return this.made;
  }
}
