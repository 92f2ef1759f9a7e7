// SPDX-License-Identifier: Apache-2.0
package io.github.ckptctl.attach;

/** A program that says what stands in the way of attaching to a process, or what it sees. */
final class ObstacleProgram {

    private ObstacleProgram() {}

    public static void main(String[] arguments) {
        if (arguments.length == 0) {
            System.out.println(VisibleJvms.now().withoutJobManager());
            return;
        }
        System.out.println(
                AttachObstacle.of(RunningJvm.of(arguments[0]), false)
                        .map(obstacle -> obstacle.cause() + ". " + obstacle.remedy())
                        .orElse("nothing"));
    }
}
