/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- Classes of the schema describe shapes, which views have. */
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
