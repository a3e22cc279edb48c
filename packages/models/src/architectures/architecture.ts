import type { FeatureRecipe } from '@ser/dsp';
import type * as tf from '@tensorflow/tfjs';
import type { NormalisationKind } from '../normalisation.ts';
import type { Augmentation } from '../training/augmentation.ts';
import type { Schedule } from '../training/schedule.ts';
import type { FeatureShape, Layout } from './layout.ts';

/** What a network is trained with where the user says nothing else. */
export interface TrainingDefaults {
  epochs: number;
  /** Segments a step. */
  batchSize: number;
  /** Adam's step size; the largest one of a schedule. */
  learningRate: number;
  schedule: Schedule;
  /** Epochs without a better validation score before training ends early. */
  patience: number;
  /** Which epoch's weights are kept: the one's with the best validation score, or the last one's. Default 'best'. */
  keep?: 'best' | 'last';
  /** Share of the target probability that is spread evenly over the classes. */
  labelSmoothing: number;
  /** How fast kernels shrink beside the gradient's steps, as AdamW has it. Default 0. */
  weightDecay?: number;
  /** The share that the past keeps in the average of the weights at a step. Default: weights are not averaged. */
  averageDecay?: number;
  /** What is done to segments at random. Default: nothing, but what the network's own layers do. */
  augmentation?: Augmentation;
  /** Speeds at which clips are heard too, as of other voices; each in turn with the one they were recorded at. Default: none. */
  speeds?: readonly number[];
}

export interface BuildOptions extends FeatureShape {
  /** Number of classes, in the order of the model's labels. */
  classes: number;
  /** The same seed gives the same initial weights and dropout masks. */
  seed: number;
}

/** A network and everything that belongs to it; one file each in this folder, and a line in `list.ts`. */
export interface Architecture {
  readonly name: string;
  /** One sentence for people who choose. */
  readonly description: string;
  /** The features that the network is made for. */
  readonly recipe: FeatureRecipe;
  readonly normalisation: NormalisationKind;
  readonly layout: Layout;
  readonly training: TrainingDefaults;
  /** Speeds at which a recording is heard once the network is trained; the answer is the mean over them. Default: 1 alone. */
  readonly speeds?: readonly number[];
  /**
   * A model from `[batch, ...inputShape(layout, shape)]` to `[batch, classes]` probabilities that ends as
   * `classify` in `head.ts` says.
   */
  build(options: BuildOptions): tf.LayersModel;
}
