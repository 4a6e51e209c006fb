"""The lifecycles, as the regulation has them, and what people and time do with a case."""
