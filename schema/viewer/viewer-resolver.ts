import { Ctx, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.js';
import { Viewer } from './viewer.js';

@Resolver()
export class ViewerResolver {
  @Query(() => Viewer, { description: 'Tells who the token says is asking.' })
  viewer(@Ctx() { viewer }: Context): Viewer {
    return viewer;
  }
}
