import { Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../scalars/date-time.js';
import { Actor } from '../tenant/actor.js';
import { MenuButton } from './menu-button.js';

@ObjectType({
  description: 'The custom menu of an official account: the draft that you edit, and what residents see.',
  simpleResolvers: true,
})
export class Menu {
  @Field(() => ID, { description: 'Identifies the menu; an account whose ownership ended and began anew has another.' })
  readonly id!: string;

  @Field(() => Int, { description: 'Grows with every change of the draft; 0 while there was none.' })
  readonly version!: number;

  @Field(() => [MenuButton], { nullable: true, description: 'Lists the buttons of the draft; null without a draft.' })
  readonly draft!: readonly MenuButton[] | null;

  @Field(() => [MenuButton], {
    nullable: true,
    description:
      'Lists the buttons that residents see, as last published, imported or deleted; null where there is no menu or none is known.',
  })
  readonly live!: readonly MenuButton[] | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Tells when what is live was published; null where it was not published from here.',
  })
  readonly publishedAt!: string | null;

  @Field(() => Actor, {
    nullable: true,
    description: 'Tells who published what is live; null where it was not published from here.',
  })
  readonly publishedBy!: Actor | null;
}
