import { Field, InputType } from 'type-graphql';

@InputType({ description: 'A command’s input.' })
export abstract class KeyedInput {
  @Field(() => String, {
    description:
      'Makes a repeat safe: 1 to 128 characters, customarily a UUID; the same key with the same input has one effect and one answer.',
  })
  readonly idempotencyKey!: string;
}
