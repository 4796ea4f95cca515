import { Field, Int, ObjectType } from 'type-graphql';
import type { InputProblemCode as Code } from '../../src/domain/refusal.js';
import { describedEnum } from '../described-enum.js';
import { UserError } from './user-error.js';

export const InputProblemCode = describedEnum('InputProblemCode', 'What is wrong with a field of an input.', {
  REQUIRED: 'It is empty.',
  TOO_SHORT: 'It has too few characters.',
  TOO_LONG: 'It has too many characters.',
  TOO_FEW: 'It holds too few entries.',
  TOO_MANY: 'It holds too many entries.',
  OUT_OF_RANGE: 'The number is too small or too large.',
  BAD_FORMAT: 'It is not written as it must be.',
  DUPLICATE: 'The same entry is there before.',
  NOT_ALLOWED: 'It holds something that is not allowed there.',
} satisfies Record<Code, string>);

@ObjectType({ description: 'One mistake in an input.', simpleResolvers: true })
export class InputProblem {
  @Field(() => InputProblemCode, { description: 'Gives a stable code of the mistake, for programs.' })
  readonly code!: Code;

  @Field(() => String, { description: 'Says in your language what is wrong and what is allowed.' })
  readonly message!: string;

  @Field(() => [String], { description: 'Leads from the input to the field at fault.' })
  readonly path!: readonly string[];
}

@ObjectType({
  implements: UserError,
  description: 'The input breaks bounds or formats; every mistake is listed.',
  simpleResolvers: true,
})
export class InvalidInput extends UserError {
  @Field(() => [InputProblem], { description: 'Lists every mistake.' })
  readonly problems!: readonly InputProblem[];
}

@ObjectType({
  implements: UserError,
  description: 'The idempotency key was used before for another request.',
  simpleResolvers: true,
})
export class IdempotencyKeyReused extends UserError {}

@ObjectType({
  implements: UserError,
  description: 'More communities would have to be unbound than one step may unbind.',
  simpleResolvers: true,
})
export class TooManyAtOnce extends UserError {
  @Field(() => Int, { description: 'Counts the communities that would have to be unbound.' })
  readonly count!: number;

  @Field(() => Int, { description: 'Tells how many one step may unbind.' })
  readonly limit!: number;
}

@ObjectType({ implements: UserError, description: 'WeChat answered and refused.', simpleResolvers: true })
export class WeChatRefused extends UserError {
  @Field(() => Int, { description: 'Gives WeChat’s own error code.' })
  readonly errcode!: number;

  @Field(() => String, { description: 'Gives WeChat’s own message.' })
  readonly errmsg!: string;
}

@ObjectType({ implements: UserError, description: 'WeChat does not answer at the moment.', simpleResolvers: true })
export class WeChatUnavailable extends UserError {
  @Field(() => Int, { description: 'Tells in how many seconds to try again.' })
  readonly retryAfterSeconds!: number;
}
