import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfo } from '../../paging.js';
import { DataConsumer } from '../types.js';

@ObjectType({ description: 'How much somebody has read of a dataset, and for what.' })
export class DatasetUse {
  @Field(() => DataConsumer)
  consumer!: DataConsumer;

  @Field(() => Int, { description: 'Answers of the graph, kept ones and repeated ones included.' })
  queries!: number;

  @Field(() => Int, { description: 'Files of whole datasets.' })
  exports!: number;

  @Field(() => Int, { description: 'Those of both that used a RESTRICTED column.' })
  restricted!: number;

  @Field(() => String, { description: 'The last day on which it was read, `YYYY-MM-DD` in Jakarta.' })
  lastDay!: string;

  @Field(() => [String], { description: 'Purposes of what was ever granted, the newest first.' })
  purposes!: readonly string[];
}

@ObjectType({ description: 'The most frequent first.' })
export class DatasetUseConnection {
  @Field(() => [DatasetUse])
  nodes!: DatasetUse[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int, { description: 'Number of consumers.' })
  totalCount!: number;
}
