interface SampleSize {
  /** The number of subscribers to draw. Give this or `fraction`. */
  readonly size?: number | null | undefined
  /** The share of subscribers to draw, between 0 and 1. Give this or `size`. */
  readonly fraction?: number | null | undefined
  /** Taken from older scripts, and of no effect: subscribers are always counted exactly. */
  readonly estimate_count?: boolean | null | undefined
}

/** Draws exactly `size` subscribers, or that share of them, rounded down. */
export interface RandomIdsSample extends SampleSize {
  readonly sampling_method: 'random_ids'
  /** Any number from -1 to 1. The same seed draws the same subscribers. */
  readonly seed: number
}

/** Draws each subscriber with the same chance, so that with `fraction` the number drawn varies a little. */
export interface ChanceSample<Method extends 'bernoulli' | 'system'> extends SampleSize {
  readonly sampling_method: Method
  /** Any number. The same seed draws the same subscribers. */
  readonly seed: number
}

/** A random sample of the subscribers that a query has found. Two of the methods do the same, as older scripts use both. */
export type Sampling = RandomIdsSample | ChanceSample<'bernoulli'> | ChanceSample<'system'>

/** A query that can be restricted to a random sample. */
export interface Sampled {
  /** Go on with a random sample of the subscribers. Without it with all of them. */
  readonly sampling?: Sampling | null | undefined
}
