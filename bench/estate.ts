import { type Graph, type GraphRecord, graphOf } from '@netposture/network/graph';
import { networkRecords } from './estate-graph.ts';
import { type EstateSize, networkPlans } from './estate-plan.ts';

/** An estate as a graph, the same for the same seed. What is in it: {@link networkPlans}. */
export function generateEstate(size: EstateSize, seed: number): Graph {
  const records: GraphRecord[] = [];
  for (const plan of networkPlans(size, seed)) {
    for (const record of networkRecords(plan, size.dialect)) records.push(record);
  }
  return graphOf(records);
}
