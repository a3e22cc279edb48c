import type { Random } from '../random.ts';
import type { Clip } from '../types.ts';

/** All clips of one speaker, or of one sentence: what a split keeps together. */
export interface Group {
  name: string;
  clips: Clip[];
}

/** The clips by what `nameOf` says of them, in order of those names. */
export function groupClips(clips: readonly Clip[], nameOf: (clip: Clip) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const clip of clips) {
    const name = nameOf(clip);
    const group = groups.get(name);
    if (group) group.clips.push(clip);
    else groups.set(name, { name, clips: [clip] });
  }
  return [...groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

interface Part {
  /** The part's share of the groups, and so what it should hold of every trait. */
  share: number;
  /** Its share of the clips with each trait, as it is. */
  held: number[];
}

interface Member {
  group: Group;
  /** The group's share of the clips with each trait; a trait is a label or a sex. */
  traits: number[];
  part: Part;
}

/** Pairs tried for each group; beyond some hundred nothing gets better. */
const TRIES = 200;

/**
 * A swap must better the parts by this over the number of groups squared: less than moving one label or sex of
 * one group does, more than a few clips. Evening out every single clip would leave little to the seed: in
 * CREMA-D, one man with six clips fewer than the others would stand in every test side.
 */
const WORTH_IT = 5;

/**
 * Deals groups out to parts of the given sizes, which sum up to their number, so that every part gets its share
 * of each label and each sex: at random first; then random pairs change places wherever that brings both parts
 * nearer to their shares.
 */
export function dealGroups(groups: readonly Group[], sizes: readonly number[], random: Random): Group[][] {
  const traits = traitsOf(groups);
  const parts = sizes.map((size): Part => ({ share: size / groups.length, held: [] }));
  const seats = random.shuffle(parts.flatMap((part, i) => new Array<Part>(sizes[i] ?? 0).fill(part)));
  const members = seats.map(
    (part, i): Member => ({ group: groups[i] as Group, traits: traits[i] ?? [], part }),
  );
  for (const part of parts)
    part.held = sumRows(members.filter((one) => one.part === part).map((one) => one.traits));

  const threshold = WORTH_IT / members.length ** 2;
  for (let i = 0; i < TRIES * members.length; i++) {
    const a = members[random.below(members.length)] as Member;
    const b = members[random.below(members.length)] as Member;
    if (a.part !== b.part && costOfSwap(a, b) < -threshold) swap(a, b);
  }
  return parts.map((part) => members.filter((one) => one.part === part).map((one) => one.group));
}

/** A row for each group, a column for each label and each sex that occurs. */
function traitsOf(groups: readonly Group[]): number[][] {
  const totals = new Map<string, number>();
  const counts = groups.map(({ clips }) => {
    const own = new Map<string, number>();
    for (const clip of clips) {
      for (const trait of [`label ${clip.label}`, `sex ${clip.sex}`]) {
        own.set(trait, (own.get(trait) ?? 0) + 1);
        totals.set(trait, (totals.get(trait) ?? 0) + 1);
      }
    }
    return own;
  });
  return counts.map((own) => [...totals].map(([trait, total]) => (own.get(trait) ?? 0) / total));
}

function sumRows(rows: readonly number[][]): number[] {
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
}

/** By how much Σ (held − share)² / share over both parts and all traits would grow if the two changed places. */
function costOfSwap(a: Member, b: Member): number {
  let cost = 0;
  for (let i = 0; i < a.traits.length; i++) {
    const gain = (b.traits[i] ?? 0) - (a.traits[i] ?? 0);
    cost += costOfGain(a.part, i, gain) + costOfGain(b.part, i, -gain);
  }
  return cost;
}

function costOfGain({ held, share }: Part, trait: number, gain: number): number {
  return (gain * (2 * ((held[trait] ?? 0) - share) + gain)) / share;
}

function swap(a: Member, b: Member): void {
  a.traits.forEach((ofA, i) => {
    const gain = (b.traits[i] ?? 0) - ofA;
    a.part.held[i] = (a.part.held[i] ?? 0) + gain;
    b.part.held[i] = (b.part.held[i] ?? 0) - gain;
  });
  [a.part, b.part] = [b.part, a.part];
}
