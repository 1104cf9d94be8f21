"""What can be shown of the law for every person there could be: a solver looks for somebody who breaks a promise, and finds nobody or a witness."""
