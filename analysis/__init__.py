"""Learning culture of libraries: guide, responses, tally, measures, disclosure, present."""
