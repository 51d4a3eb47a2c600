/** How long somebody may stay away and still be signed in. */
export const REFRESH_TOKEN_DAYS = 30
/** How long anybody may stay signed in, however often they come. */
export const LONGEST_SESSION_DAYS = 90
