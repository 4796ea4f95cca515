import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { MenuView } from '../../src/application/queries/views.js';
import type { Context } from '../context.js';
import { InputProblem } from '../refusals/general.js';
import { problemOf } from '../refusals/problem-of.js';
import { Menu } from './menu.js';

@Resolver(() => Menu)
export class MenuResolver {
  @FieldResolver(() => [InputProblem], {
    description:
      'Lists what stands in the way of publishing the draft now, by paths as in saveMenuDraft’s input; empty without a draft.',
  })
  draftProblems(@Root() { draftProblems }: MenuView, @Ctx() { language }: Context): InputProblem[] {
    return draftProblems.map((problem) => problemOf(problem, language));
  }
}
