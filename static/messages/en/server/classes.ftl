# The table of a class's answers.

class-csv-number = Question
class-csv-question = What was asked
class-csv-iteration = Asked at iteration
class-csv-target = Measured at iteration
class-csv-answer = Answer
class-csv-count = How often
class-csv-truth = Measured
class-csv-kind-letter = Which letter will be the most probable?
class-csv-kind-loss = Will the loss fall?
class-csv-kind-sign = What will the sign of { $number } be?
class-csv-kind-number = What will { $number } be?
class-csv-kind-choice = Which one?
