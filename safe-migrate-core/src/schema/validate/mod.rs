//! Rules that need facts about types, checked in const evaluation next to each derived impl.
