// SPDX-License-Identifier: Apache-2.0
package sabotage;

import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.description.field.FieldDescription;
import net.bytebuddy.description.field.FieldList;
import net.bytebuddy.description.method.MethodList;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.pool.TypePool;
import net.bytebuddy.utility.OpenedClassReader;

/** Visitor that gives a private member of a type another name, as another release of it might. */
final class Renamed extends AsmVisitorWrapper.AbstractBase {

    private final String owner;
    private final String member;

    Renamed(String type, String member) {
        this.owner = type.replace('.', '/');
        this.member = member;
    }

    @Override
    public ClassVisitor wrap(
            TypeDescription type,
            ClassVisitor code,
            Implementation.Context context,
            TypePool pool,
            FieldList<FieldDescription.InDefinedShape> fields,
            MethodList<?> methods,
            int writerFlags,
            int readerFlags) {
        return new ClassRemapper(
                code,
                new Remapper(OpenedClassReader.ASM_API) {
                    @Override
                    public String mapFieldName(String in, String name, String descriptor) {
                        return other(in, name);
                    }

                    @Override
                    public String mapMethodName(String in, String name, String descriptor) {
                        return other(in, name);
                    }
                });
    }

    private String other(String in, String name) {
        return in.equals(owner) && name.equals(member) ? name + "InAnotherRelease" : name;
    }
}
